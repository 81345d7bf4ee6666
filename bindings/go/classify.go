package backstay

import (
	"context"
	"errors"
	"reflect"
	"time"
)

// Classify tells what an error means where no classifier says otherwise: a passed deadline, or another timeout, is a timeout; a
// cancelled context is cancelled; nil is a success; anything else a failure.
func Classify(err error) Outcome {
	var timed interface{ Timeout() bool }
	switch {
	case err == nil:
		return OutcomeSuccess
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timed) && timed.Timeout():
		return OutcomeTimeout
	case errors.Is(err, context.Canceled):
		return OutcomeCancelled
	}
	return OutcomeFailure
}

// ReportOf tells all that an error means: its outcome by [Classify], its cause, and when the upstream wants to be called again, where the
// error has a method RetryAfter() time.Duration.
func ReportOf(err error) Report {
	return Report{Outcome: Classify(err), RetryAfter: retryAfterOf(err), Cause: causeOf(err)}
}

// retryAfterOf asks an error when the upstream wants to be called again.
func retryAfterOf(err error) *time.Duration {
	var asked interface{ RetryAfter() time.Duration }
	if !errors.As(err, &asked) {
		return nil
	}
	if wait := asked.RetryAfter(); wait >= 0 {
		return &wait
	}
	return nil
}

// causeOf names the class of an error: the type of the innermost one, or the text of one that has no telling type, such as
// errors.New("no such order").
func causeOf(err error) string {
	if err == nil {
		return ""
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			break
		}
		err = inner
	}
	kind := reflect.TypeOf(err)
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.PkgPath() == "errors" || kind.PkgPath() == "fmt" || kind.Name() == "" {
		return err.Error()
	}
	return kind.Name()
}
