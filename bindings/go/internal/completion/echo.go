package completion

import (
	"context"
	"runtime"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// How the echo store completes an operation.
type How int64

const (
	AtOnce   How = 0 // before the submit returns
	Held     How = 1 // when Complete is called
	OnThread How = 2 // from the store's thread
)

// Submit sends bytes to the echo store, an example of a store, which answers with the same. False where the queue is full.
func (q *Queue) Submit(token int64, data string, how How) (bool, error) {
	defer runtime.KeepAlive(q)
	result := flat.Echo_submit(q.handle, token, data, int64(how))
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return false, err
	}
	return flat.Result_code(result) != statusFull, nil
}

// Echo sends bytes to the echo store and waits for its answer.
func (l *Loop) Echo(ctx context.Context, data string, how How) ([]byte, error) {
	var came []byte
	submit := func(queue, token int64) int64 { return flat.Echo_submit(queue, token, data, int64(how)) }
	err := l.Await(ctx, submit, func(_, result int64) (err error) {
		came, err = l.queue.Take(result)
		return err
	})
	return came, err
}

// Complete completes what the echo store holds; false where it holds nothing under that token.
func (q *Queue) Complete(token int64) (bool, error) {
	defer runtime.KeepAlive(q)
	answer, err := scalar(flat.Echo_complete(q.handle, token))
	return answer == 1, err
}
