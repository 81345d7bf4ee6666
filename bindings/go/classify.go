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
	inner := innermost(err)
	if name := telling(inner); name != "" {
		return name
	}
	return inner.Error()
}

// classOf names the class of an error whose text is told beside it.
func classOf(err error) string {
	if name := telling(innermost(err)); name != "" {
		return name
	}
	return "error"
}

func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// telling returns the name of an error's type, empty where it says nothing.
func telling(err error) string {
	kind := reflect.TypeOf(err)
	for kind.Kind() == reflect.Pointer {
		kind = kind.Elem()
	}
	if kind.PkgPath() == "errors" || kind.PkgPath() == "fmt" {
		return ""
	}
	return kind.Name()
}
