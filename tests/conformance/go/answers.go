package main

import (
	"errors"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// answer is the observed value of one step.
type answer = map[string]any

func done() answer   { return answer{"done": true} }
func absent() answer { return answer{"absent": true} }

func nanoseconds(wait *time.Duration) any {
	if wait == nil {
		return nil
	}
	return int64(*wait)
}

// Errors of guarded functions when a vector says so. The names of their types are the causes, the same in every language.

type Boom struct {
	retryAfter *time.Duration
	text       string // "boom" where it is empty
}

type TooSlow struct{ Boom }

type Hopeless struct{ Boom }

// Passing leaves nothing behind.
type Passing struct{ Boom }

func (b *Boom) Error() string {
	if b.text == "" {
		return "boom"
	}
	return b.text
}

// RetryAfter returns when the upstream wants to be called again, below 0 where it didn't say.
func (b *Boom) RetryAfter() time.Duration {
	if b.retryAfter == nil {
		return -1
	}
	return *b.retryAfter
}

// Timeout tells that a deadline passed.
func (*TooSlow) Timeout() bool { return true }

// own tells whether an error is the guarded function's.
func own(err error) bool {
	switch err.(type) {
	case *Boom, *TooSlow, *Hopeless, *Passing:
		return true
	}
	return false
}

func classify(err error) backstay.Outcome {
	var hopeless *Hopeless
	if errors.As(err, &hopeless) {
		return backstay.OutcomePermanent
	}
	return backstay.Classify(err)
}

// refused answers with what an error is.
func refused(err error) answer {
	var exhausted *backstay.ExhaustedError
	var rejected *backstay.RejectedError
	var inFlight *backstay.InFlightError
	var misuse *backstay.Error
	switch {
	case errors.As(err, &exhausted):
		return answer{"exhausted": exhausted.Reason.String(), "attempts": exhausted.Attempts, "elapsed_ns": int64(exhausted.Elapsed)}
	case errors.As(err, &rejected):
		return answer{"rejected": rejected.Reason.String(), "retry_after_ns": nanoseconds(rejected.RetryAfter)}
	case errors.As(err, &inFlight):
		return answer{"error": "in_flight", "message": inFlight.Message}
	case errors.As(err, &misuse):
		return answer{"error": misuse.Status.String(), "message": misuse.Message}
	}
	return answer{"interpreter": err.Error()}
}

func or(err error, value answer) answer {
	if err != nil {
		return refused(err)
	}
	return value
}

func otherwise(text *string, fallback string) string {
	if text == nil {
		return fallback
	}
	return *text
}

func optional(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// flat puts the breaker's fields beside the head of a snapshot, and all fields below their patterns.
func flat(snapshot backstay.Snapshot) answer {
	found := answer{"causes": []any{}}
	patterns, layers := answer{}, []string{}
	for _, pattern := range snapshot.Patterns {
		fields := fieldsOf(pattern)
		patterns[pattern.Name] = fields
		if pattern.Name != "fallback" {
			layers = append(layers, pattern.Name)
		}
		if pattern.Name == "circuit_breaker" {
			for name, value := range fields {
				found[name] = value
			}
			found["causes"] = causesOf(pattern)
		}
	}
	found["policy"], found["key"], found["state"] = snapshot.Policy, optional(snapshot.Key), snapshot.State
	found["layers"], found["patterns"] = layers, patterns
	return found
}

func fieldsOf(pattern backstay.PatternSnapshot) answer {
	fields := answer{}
	for name, value := range pattern.Integers {
		fields[name] = value
	}
	for name, value := range pattern.Doubles {
		fields[name] = value
	}
	for name, value := range pattern.Texts {
		fields[name] = value
	}
	return fields
}

func causesOf(pattern backstay.PatternSnapshot) []any {
	causes := []any{}
	for _, cause := range pattern.Causes {
		causes = append(causes, answer{"cause": cause.Cause, "count": cause.Count, "last_at_ns": int64(cause.LastAt)})
	}
	return causes
}

func eventFields(event backstay.Event) answer {
	fields := answer{
		"sequence": event.Sequence, "at_ns": int64(event.At), "wall_ns": event.WallNs, "kind": event.Kind,
		"wait_ns": nanoseconds(event.Wait), "message": event.Message,
	}
	for name, text := range map[string]string{
		"policy": event.Policy, "key": event.Key, "pattern": event.Pattern, "from": event.From, "to": event.To,
		"reason": event.Reason, "note": event.Note, "cause": event.Cause,
	} {
		fields[name] = optional(text)
	}
	return fields
}

// samples reads the exposition text: values by sample, labels in the order of their names.
func samples(text string) answer {
	found := answer{}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		space := strings.LastIndexByte(line, ' ')
		value, err := strconv.ParseFloat(line[space+1:], 64)
		if err != nil {
			continue
		}
		found[sorted(line[:space])] = value
	}
	return found
}

func sorted(sample string) string {
	family, inside, labelled := strings.Cut(sample, "{")
	if !labelled {
		return sample
	}
	labels := strings.Split(strings.TrimSuffix(strings.TrimSuffix(inside, "}"), `"`), `",`)
	sort.Strings(labels)
	return family + "{" + strings.Join(labels, `",`) + `"}`
}
