// Package completion is the queue by which the answers of stores come back. Users meet it through what stands on stores; package
// conformance and the tests meet it here.
package completion

import (
	"runtime"
	"sync"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// What package backstay gives, since it can't be imported from here.
var (
	// Handle returns a runtime's handle.
	Handle func(of any) int64
	// Failure makes the package's error of a status.
	Failure func(status int, message string) error
)

const (
	statusOk     = 0
	statusFull   = 4
	statusClosed = -2

	fields = 4 // of a record: token, status, result, length
)

// Queue is a completion queue of a runtime.
type Queue struct{ handle int64 }

// Record tells how one operation ended.
type Record struct {
	Token  int64
	Status int
	// Result names the bytes, which must be taken or dropped once; 0: none.
	Result int64
	Length int64
}

// New makes a queue with so many places.
func New(of any, capacity int64) (*Queue, error) {
	result := flat.Queue_create(Handle(of), capacity)
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return nil, err
	}
	q := &Queue{flat.Result_handle(result)}
	runtime.AddCleanup(q, flat.Queue_release, q.handle)
	return q, nil
}

// Descriptor is readable while there are records, and from Close on. It is the queue's own.
func (q *Queue) Descriptor() (int, error) {
	defer runtime.KeepAlive(q)
	fd, err := scalar(flat.Queue_fd(q.handle))
	return int(fd), err
}

// Where records are copied to. Taken from a pool, since what C writes to can't lie on a stack.
var buffers = sync.Pool{New: func() any { return new([64 * fields]int64) }}

// Drain appends what completed to into, at most 64 records or `most`, and never waits. A closed queue that is empty is an error.
func (q *Queue) Drain(into []Record, most int) ([]Record, error) {
	defer runtime.KeepAlive(q)
	buffer := buffers.Get().(*[64 * fields]int64)
	defer buffers.Put(buffer)
	count, err := scalar(flat.Queue_drain(q.handle, &buffer[0], int64(min(most, len(buffer)/fields))))
	for i := range int(count) {
		record := buffer[i*fields:]
		into = append(into, Record{Token: record[0], Status: int(record[1]), Result: record[2], Length: record[3]})
	}
	return into, err
}

// Cancel lets what is in flight with that token complete as cancelled; false where nothing is.
func (q *Queue) Cancel(token int64) (bool, error) {
	defer runtime.KeepAlive(q)
	answer, err := scalar(flat.Queue_cancel(q.handle, token))
	return answer == 1, err
}

// Take returns the bytes of a result, once.
func (q *Queue) Take(result int64) ([]byte, error) {
	defer runtime.KeepAlive(q)
	owned := flat.Queue_take(q.handle, result)
	defer flat.Result_free(owned)
	if err := failure(owned); err != nil {
		return nil, err
	}
	return []byte(flat.Result_bytes(owned)), nil
}

// Drop gives a result's place back unread, once.
func (q *Queue) Drop(result int64) error {
	defer runtime.KeepAlive(q)
	answer := flat.Queue_drop(q.handle, result)
	if answer >= 0 {
		return nil
	}
	return Failure(int(answer), "result: is none of this queue, or was taken or dropped before")
}

// Close lets what is in flight complete as closed. What completed can still be drained.
func (q *Queue) Close() error {
	defer runtime.KeepAlive(q)
	result := flat.Queue_close(q.handle)
	defer flat.Result_free(result)
	return failure(result)
}

func failure(result int64) error {
	if status := flat.Result_code(result); status < 0 {
		return Failure(status, flat.Result_message(result))
	}
	return nil
}

func scalar(answer int64) (int64, error) {
	switch {
	case answer >= 0:
		return answer, nil
	case answer == statusClosed:
		return 0, Failure(statusClosed, "the queue was closed")
	}
	return 0, Failure(int(answer), "queue: an argument is outside its range")
}
