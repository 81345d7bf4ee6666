package completion

import (
	"context"
	"errors"
	"os"
	"sync"
	"syscall"
)

// ErrFull tells that too many operations are in flight.
var ErrFull = errors.New("backstay: the completion queue is full")

// Loop carries answers from a queue to the goroutines that wait for them. One goroutine watches the queue, on Go's own poller.
type Loop struct {
	queue *Queue
	file  *os.File

	lock    sync.Mutex
	last    int64
	waiting map[int64]chan ended
	over    error // why nothing more is accepted

	stopped chan struct{}
}

type ended struct {
	data []byte
	err  error
}

// NewLoop makes a queue of a runtime and begins to watch it. Close ends that.
func NewLoop(of any, capacity int64) (*Loop, error) {
	queue, err := New(of, capacity)
	if err != nil {
		return nil, err
	}
	file, err := watched(queue)
	if err != nil {
		return nil, err
	}
	l := &Loop{queue: queue, file: file, waiting: map[int64]chan ended{}, stopped: make(chan struct{})}
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

// Echo sends bytes to the echo store and waits for its answer. A caller that gives up is done at once; what it began is cancelled.
func (l *Loop) Echo(ctx context.Context, data string, how How) ([]byte, error) {
	answer := make(chan ended, 1)
	token, err := l.register(answer)
	if err != nil {
		return nil, err
	}
	accepted, err := l.queue.Submit(token, data, how)
	if err == nil && !accepted {
		err = ErrFull
	}
	if err != nil {
		l.forget(token)
		return nil, err
	}
	select {
	case came := <-answer:
		return came.data, came.err
	case <-ctx.Done():
		// The loop drops the record that comes in any case, with its result.
		l.forget(token)
		_, _ = l.queue.Cancel(token)
		return nil, ctx.Err()
	}
}

// Close lets every caller that waits have an error, and ends the watching.
func (l *Loop) Close() error {
	err := l.queue.Close()
	<-l.stopped
	return err
}

func (l *Loop) register(answer chan ended) (int64, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if l.over != nil {
		return 0, l.over
	}
	l.last++
	l.waiting[l.last] = answer
	return l.last, nil
}

func (l *Loop) forget(token int64) chan ended {
	l.lock.Lock()
	defer l.lock.Unlock()
	answer := l.waiting[token]
	delete(l.waiting, token)
	return answer
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

// drain hands out what completed. True: there is nothing more for now, and the poller tells when there is. False: the queue is over.
func (l *Loop) drain() bool {
	const most = 64
	records := make([]Record, 0, most)
	for {
		var err error
		records, err = l.queue.Drain(records[:0], most)
		if err != nil {
			l.end(err)
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
	answer := l.forget(record.Token)
	switch {
	case answer == nil:
		if record.Result != 0 {
			_ = l.queue.Drop(record.Result)
		}
	case record.Status == statusOk:
		data, err := l.queue.Take(record.Result)
		answer <- ended{data, err}
	default:
		answer <- ended{nil, Failure(record.Status, "the operation did not complete")}
	}
}

func (l *Loop) end(err error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	l.over = err
	for token, answer := range l.waiting {
		delete(l.waiting, token)
		answer <- ended{nil, err}
	}
}
