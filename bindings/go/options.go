package backstay

import (
	"context"
	"time"
)

// Report tells how a call ended.
type Report struct {
	Outcome Outcome
	// RetryAfter is when the upstream wants to be called again, nil where it didn't say.
	RetryAfter *time.Duration
	// Cause is a short text of a failure (cut at 64 bytes) that snapshot and log show.
	Cause string
}

// Option changes one call. The zero value changes nothing.
type Option struct {
	cost     int64
	weighted bool
	classify func(error) Outcome
	judge    any // func(T, error) Report
	fallback any // func(context.Context, error) (T, error)
}

// WithCost weighs the call for a rate limit, 1 to 2^31.
func WithCost(cost int64) Option { return Option{cost: cost, weighted: true} }

// WithClassifier tells what an error of the function means. Without it a passed deadline is a timeout, the caller's cancellation is
// cancelled, and any other error a failure.
func WithClassifier(classify func(error) Outcome) Option { return Option{classify: classify} }

// WithJudge tells what a result and its error mean, so that a result may be a failure too. T is the type of the call's result. Where
// failed results are given up, Do returns the last of them beside the [*ExhaustedError].
func WithJudge[T any](judge func(result T, err error) Report) Option { return Option{judge: judge} }

// WithFallback supplies a result in place of an error: of a refusal, of a call that was given up, and of what else went wrong. T is the
// type of the call's result. A fallback declines by returning an error. It is not asked once the caller has given up.
func WithFallback[T any](fallback func(ctx context.Context, err error) (T, error)) Option {
	return Option{fallback: fallback}
}

// What the options of a call come to.
type settings struct {
	cost     int64
	classify func(error) Outcome
	judge    any
	fallback any
}

// take adds what the options say; later ones win.
func (s *settings) take(options []Option) {
	s.cost = 1
	for i := range options {
		option := &options[i]
		if option.weighted {
			s.cost = option.cost
		}
		if option.classify != nil {
			s.classify = option.classify
		}
		if option.judge != nil {
			s.judge = option.judge
		}
		if option.fallback != nil {
			s.fallback = option.fallback
		}
	}
}
