package completion

import (
	"context"
	"os"
	"runtime"
	"sync"
	"syscall"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// Loop carries answers from a queue to the goroutines that wait for them. One goroutine watches the queue, on Go's own poller, so that
// those who wait hold no threads.
type Loop struct {
	queue  *Queue
	file   *os.File
	places chan struct{} // one for each operation, until its result was used up: so the queue is never full

	lock    sync.Mutex
	last    int64
	waiting map[int64]chan Record

	stopped chan struct{}
}

// NewLoop makes a queue of a runtime, for so many operations at once, and begins to watch it. Close ends that, or the runtime's end.
func NewLoop(of any, capacity int64) (*Loop, error) {
	queue, err := New(of, capacity)
	if err != nil {
		return nil, err
	}
	file, err := watched(queue)
	if err != nil {
		return nil, err
	}
	l := &Loop{
		queue: queue, file: file, places: make(chan struct{}, capacity), waiting: map[int64]chan Record{}, stopped: make(chan struct{}),
	}
	go l.run()
	return l, nil
}

// watched returns a descriptor that belongs to Go, since a file closes its own.
func watched(queue *Queue) (*os.File, error) {
	theirs, err := queue.Descriptor()
	if err != nil {
		return nil, err
	}
	syscall.ForkLock.RLock()
	ours, err := syscall.Dup(theirs)
	if err == nil {
		syscall.CloseOnExec(ours)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	if err := syscall.SetNonblock(ours, true); err != nil {
		_ = syscall.Close(ours)
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(ours), "completions"), nil
}

// Await submits an operation, whose owned answer submit returns, and waits for its result, which take uses up. Where all places are
// taken it waits for one first. A caller that gives up is done at once: what it began is cancelled, and a result that came is dropped.
func (l *Loop) Await(ctx context.Context, submit func(queue, token int64) int64, take func(queue, result int64) error) error {
	defer runtime.KeepAlive(l)
	if err := l.occupy(ctx); err != nil {
		return err
	}
	answer := make(chan Record, 1)
	token := l.register(answer)
	if err := accepted(submit(l.queue.handle, token)); err != nil {
		l.forget(token)
		l.vacate()
		return err
	}
	select {
	case came := <-answer:
		defer l.vacate()
		if came.Status != statusOk {
			return ended(came.Status)
		}
		return take(l.queue.handle, came.Result)
	case <-ctx.Done():
		l.abandon(token, answer)
		return ctx.Err()
	}
}

// Close lets every caller that waits have an error, and ends the watching.
func (l *Loop) Close() error {
	err := l.queue.Close()
	<-l.stopped
	return err
}

// occupy takes a place, as soon as there is one.
func (l *Loop) occupy(ctx context.Context) error {
	select {
	case l.places <- struct{}{}:
		return nil
	default:
	}
	select {
	case l.places <- struct{}{}:
		return nil
	case <-l.stopped:
		return ended(statusClosed)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *Loop) vacate() { <-l.places }

// accepted reads the owned answer of a submit and frees it.
func accepted(answer int64) error {
	defer flat.Result_free(answer)
	if err := failure(answer); err != nil {
		return err
	}
	if flat.Result_code(answer) == statusFull {
		return Failure(statusFull, "the completion queue is full")
	}
	return nil
}

// ended makes the error of an operation that has no result.
func ended(status int) error {
	if status == statusClosed {
		return Failure(status, "the runtime was closed")
	}
	return Failure(status, "the operation did not complete")
}

func (l *Loop) register(answer chan Record) int64 {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.last++
	l.waiting[l.last] = answer
	return l.last
}

func (l *Loop) forget(token int64) chan Record {
	l.lock.Lock()
	defer l.lock.Unlock()
	answer := l.waiting[token]
	delete(l.waiting, token)
	return answer
}

// abandon makes sure that what nobody waits for any more is dropped: by the loop, whose record comes in any case, or here, where it came
// in this moment.
func (l *Loop) abandon(token int64, answer chan Record) {
	if l.forget(token) != nil {
		_, _ = l.queue.Cancel(token)
		return
	}
	l.drop(<-answer)
}

func (l *Loop) drop(record Record) {
	if record.Result != 0 {
		_ = l.queue.Drop(record.Result)
	}
	l.vacate()
}

// run drains whenever the poller says that there is something, until the queue is closed and empty.
func (l *Loop) run() {
	defer close(l.stopped)
	defer l.file.Close()
	raw, err := l.file.SyscallConn()
	if err == nil {
		err = raw.Read(func(uintptr) bool { return !l.drain() })
	}
	_ = err // the descriptor is ours alone, so nobody closes it before the queue is
}

// drain hands out what completed. True: there is nothing more for now, and the poller tells when there is. False: the queue is over, and
// nobody waits for it, since whatever it accepted has come.
func (l *Loop) drain() bool {
	const most = 64
	records := make([]Record, 0, most)
	for {
		var err error
		records, err = l.queue.Drain(records[:0], most)
		if err != nil {
			return false
		}
		for _, record := range records {
			l.hand(record)
		}
		// The poller tells edges, so it is waited for only once there was nothing: the edge of a close may be the one of its last records.
		if len(records) == 0 {
			return true
		}
	}
}

func (l *Loop) hand(record Record) {
	if answer := l.forget(record.Token); answer != nil {
		answer <- record
		return
	}
	l.drop(record)
}
