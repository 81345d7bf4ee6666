package backstay

import (
	"context"
	"runtime"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// What the holder of a key does with it. Each is refused with [ErrLostLease] where the key is not the claim's any more: somebody took it
// over, or the claim has ended. None takes a context: what was done is to be kept also where the caller has gone. Each has two forms: one
// for a store that is never waited for, and one that submits, so that the goroutine waits without a thread.

// Complete stores the answer and gives the key up. Above the configured maximum a body is not kept, and who comes later learns only that
// it was done. After [ErrStoreUnavailable] it may be tried again.
func (c *Claim) Complete(answer Answer) error {
	kind, code, contentType, headers, body := int64(answer.Kind), int64(answer.StatusCode), answer.ContentType, answer.Headers, string(answer.Body)
	return c.ask(func(claim int64) int64 {
		return flat.Idempotency_complete(claim, kind, code, contentType, headers, body)
	}, func(claim, queue, token int64) int64 {
		return flat.Idempotency_complete_submit(claim, queue, token, kind, code, contentType, headers, body)
	})
}

// Respond ends the claim of a request with the answer of its handler. By its status and the configuration the answer is stored, or the key
// is free, or left as a failure leaves it. Tell first and send the answer's last byte then, so that an answer that a client has is stored.
//
// An answer that is not kept, since it was streamed or is too long, needs no body: who comes later learns only that it was done. After
// [ErrLostLease] send the answer all the same: its effect has happened. A field that would break the answer in two is an
// [ErrInvalidArgument], and the claim goes on.
func (c *Claim) Respond(answer HTTPResponse, kept bool) error {
	code, lines, body, whole := int64(answer.StatusCode), toLines(answer.Header), string(answer.Body), int64(0)
	if kept {
		whole = 1
	}
	return c.ask(func(claim int64) int64 {
		return flat.Idempotency_respond(claim, code, lines, body, whole)
	}, func(claim, queue, token int64) int64 {
		return flat.Idempotency_respond_submit(claim, queue, token, code, lines, body, whole)
	})
}

// Fail says that the work failed, and by which error, nil for one that nobody needs to know. Where that is retryable, the next claim of
// the key acts. Else it is as configured: the key stays held until the lease runs out, or the failure is the answer from now on, by the
// class and the text of the error.
func (c *Claim) Fail(retryable bool, cause error) error {
	if cause == nil {
		return c.fail(retryable, "", "")
	}
	return c.fail(retryable, classOf(cause), cause.Error())
}

func (c *Claim) fail(retryable bool, class, message string) error {
	again := int64(0)
	if retryable {
		again = 1
	}
	return c.ask(func(claim int64) int64 {
		return flat.Idempotency_fail(claim, again, class, message)
	}, func(claim, queue, token int64) int64 {
		return flat.Idempotency_fail_submit(claim, queue, token, again, class, message)
	})
}

// Release gives the key up as if it had never been claimed: the next claim acts.
func (c *Claim) Release() error {
	return c.ask(flat.Idempotency_release, flat.Idempotency_release_submit)
}

// Heartbeat begins the lease anew. It may come from another goroutine.
func (c *Claim) Heartbeat() error {
	return c.ask(flat.Idempotency_heartbeat, flat.Idempotency_heartbeat_submit)
}

// SetRecoveryPoint tells whoever takes the key over how far the work has come, in 1 to 4,096 bytes of UTF-8, and begins the lease anew.
func (c *Claim) SetRecoveryPoint(point string) error {
	return c.ask(func(claim int64) int64 {
		return flat.Idempotency_set_recovery_point(claim, point)
	}, func(claim, queue, token int64) int64 {
		return flat.Idempotency_set_recovery_point_submit(claim, queue, token, point)
	})
}

// ask makes a call with the key that is held.
func (c *Claim) ask(call func(claim int64) int64, submit func(claim, queue, token int64) int64) error {
	switch {
	case c == nil:
		return invalid("claim: is nil; allowed: what Idempotency.Claim returned")
	case c.handle == 0:
		return lostLease()
	}
	defer runtime.KeepAlive(c)
	if c.runtime == nil {
		return told(call(c.handle))
	}
	submitOwn := func(queue, token int64) int64 { return submit(c.handle, queue, token) }
	return c.runtime.await(context.Background(), submitOwn, func(queue, result int64) error {
		return told(flat.Idempotency_end_take(queue, result))
	})
}

// told reads the owned result of a call with a key and frees it.
func told(result int64) error {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return err
	}
	if Status(flat.Result_code(result)) == StatusLostLease {
		return lostLease()
	}
	return nil
}
