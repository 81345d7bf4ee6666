package backstay

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
)

// Once calls fn where it is the first under the key, and returns its result to everybody who comes with the same key while it is kept.
//
// The result is stored as JSON, which other languages read too. While another call under the key runs, Once waits for its answer as long
// as is configured, at most until ctx is done. A goroutine that waits for a store holds no thread.
//
// The error is fn's own, or one for which errors.Is finds
//   - [ErrInFlight]: the wait is over; an [*InFlightError] tells when to come back
//   - [ErrFailedBefore]: fn failed before, and the configuration says that this is the answer; see [*FailedBeforeError]
//   - [ErrKeyMismatch]: the key was used with another fingerprint
//   - [ErrBodyNotKept]: fn was called before, and its result was too large to keep, or no JSON
//   - [ErrAbandoned]: the process that called fn vanished, and the configuration doesn't let another one call it
//   - [ErrLostLease]: fn took longer than its lease, and the key may be somebody else's
//   - [ErrStoreUnavailable], [ErrCorruptRecord]: trouble of the store's
//
// Where fn was called, its result is returned whatever the error is, since it has happened: also beside [ErrLostLease], and beside the
// trouble of a store that couldn't keep it, or the encoder's error where it is no JSON.
//
// Where fn returns an error, panics, or ends its goroutine, it has failed: unless the error is retryable, nobody acts under the key until
// the lease runs out, or from then on, as is configured.
func Once[T any](ctx context.Context, orders *Idempotency, key string, fn func(context.Context) (T, error), options ...OnceOption) (T, error) {
	var zero T
	if fn == nil {
		return zero, invalid("fn: is nil; allowed: a function")
	}
	asked := claimSettings{lease: none}
	for _, option := range options {
		if option != nil {
			option.once(&asked)
		}
	}
	claim, err := orders.await(ctx, key, &asked)
	if err != nil {
		return zero, err
	}
	if claim.Held() {
		return act(ctx, claim, asked.retryable, fn)
	}
	return replayed[T](claim)
}

// act calls fn for the key that is held, and ends the claim.
func act[T any](ctx context.Context, claim *Claim, retryable func(error) bool, fn func(context.Context) (T, error)) (T, error) {
	told := false
	defer func() {
		if !told {
			claim.abandon(recover())
		}
	}()
	result, err := fn(ctx)
	if err == nil {
		told = true
		return result, claim.keep(result)
	}
	again, class, message := retryable != nil && retryable(err), classOf(err), err.Error()
	told = true
	_ = claim.fail(again, class, message) // the caller hears what matters more
	return result, err
}

// abandon ends the claim of a function that panicked with a value, or with nil ended its goroutine, and lets the panic go on.
func (c *Claim) abandon(panicked any) {
	if panicked == nil {
		_ = c.fail(false, "Goexit", "the goroutine ended")
		return
	}
	_ = c.fail(false, "panic", fmt.Sprint(panicked))
	panic(panicked)
}

// keep completes the claim with a result. What can't be kept was done all the same, so that nobody may act again.
func (c *Claim) keep(result any) error {
	told := false
	defer func() {
		if !told {
			_ = c.Complete(Answer{Kind: AnswerKindNotKept})
		}
	}()
	body, err := compact(result)
	if err != nil {
		return fmt.Errorf("backstay: the result is not kept: %w", err)
	}
	told = true
	return c.Complete(Answer{ContentType: "application/json", Body: body})
}

// replayed returns the value that is there, or why there is none.
func replayed[T any](claim *Claim) (T, error) {
	var result, zero T
	if claim.status != ClaimStatusReplay || claim.answer.Kind != AnswerKindValue {
		return zero, claim.refusal()
	}
	if err := json.Unmarshal(claim.answer.Body, &result); err != nil {
		return zero, fmt.Errorf("backstay: the answer that is kept is no %v: %w", reflect.TypeFor[T](), err)
	}
	return result, nil
}

// compact encodes a value, with nothing escaped that other languages wouldn't escape.
func compact(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
