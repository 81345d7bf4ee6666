package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// The calls of the format that are about idempotency keys.
var claimCalls = map[string]func(*interpreter, arguments, string) answer{
	"claim":              (*interpreter).claim,
	"complete_claim":     onClaim(complete),
	"fail_claim":         onClaim(fail),
	"release_claim":      onClaim(func(claim *backstay.Claim, _ arguments) error { return claim.Release() }),
	"heartbeat":          onClaim(func(claim *backstay.Claim, _ arguments) error { return claim.Heartbeat() }),
	"set_recovery_point": onClaim(func(claim *backstay.Claim, args arguments) error { return claim.SetRecoveryPoint(args.Point) }),
	"drop_claim":         (*interpreter).dropClaim,
	"once":               (*interpreter).once,
}

func (i *interpreter) idempotency(args arguments) (*backstay.Idempotency, error) {
	return i.runtime.Idempotency(otherwise(args.Idempotency, "orders"))
}

func ofClaim(args arguments) []backstay.ClaimOption {
	options := []backstay.ClaimOption{backstay.WithScope(args.Scope), backstay.WithWaited(time.Duration(args.WaitedNs))}
	if args.LeaseNs != nil {
		options = append(options, backstay.WithLease(time.Duration(*args.LeaseNs)))
	}
	return options
}

func (i *interpreter) claim(args arguments, name string) answer {
	idempotency, err := i.idempotency(args)
	if err != nil {
		return refused(err)
	}
	claim, err := idempotency.Claim(context.Background(), otherwise(args.Key, "k"), args.Fingerprint, ofClaim(args)...)
	if err != nil {
		return refused(err)
	}
	found := answer{
		"status": claim.Status().String(), "takeovers": claim.Takeovers(), "recovery_point": claim.RecoveryPoint(),
		"retry_after_ns": orNull(claim.RetryAfter()), "again_ns": orNull(claim.Again()), "message": claim.Message(),
	}
	if told, ok := claim.Answer(); ok {
		found["answer"] = answer{
			"kind": told.Kind.String(), "status_code": told.StatusCode, "content_type": told.ContentType, "headers": told.Headers,
			"body": string(told.Body),
		}
	}
	if claim.Held() {
		i.hold(claim, name, found)
	}
	return found
}

// hold keeps a claim that has its key under its name.
func (i *interpreter) hold(claim *backstay.Claim, name string, found answer) {
	found["fence_rises"] = claim.Fence() > i.fence
	i.fence = claim.Fence()
	if name != "" {
		i.claims[name] = claim
	}
}

func orNull(wait time.Duration, ok bool) any {
	if !ok {
		return nil
	}
	return int64(wait)
}

func onClaim(call func(*backstay.Claim, arguments) error) func(*interpreter, arguments, string) answer {
	return func(i *interpreter, args arguments, _ string) answer {
		claim, ok := i.claims[args.Claim]
		if !ok {
			return absent()
		}
		err := call(claim, args)
		if errors.Is(err, backstay.ErrLostLease) {
			return answer{"status": "lost_lease"}
		}
		return or(err, answer{"status": "ok"})
	}
}

var kinds = map[string]backstay.AnswerKind{
	"": backstay.AnswerKindValue, "value": backstay.AnswerKindValue, "failure": backstay.AnswerKindFailure,
	"not_kept": backstay.AnswerKindNotKept,
}

func complete(claim *backstay.Claim, args arguments) error {
	answer := backstay.Answer{Kind: kinds[args.Kind], ContentType: args.ContentType, Body: []byte(args.Body)}
	if args.StatusCode != nil {
		answer.StatusCode = *args.StatusCode
	}
	if args.Headers != nil {
		if err := json.Unmarshal(args.Headers, &answer.Headers); err != nil {
			return err
		}
	}
	return claim.Complete(answer)
}

// fail tells the error that a vector describes. Its type is its name in Go, so there is one for each that vectors use.
func fail(claim *backstay.Claim, args arguments) error {
	switch args.Type {
	case "":
		return claim.Fail(args.Retryable, nil)
	case "Boom":
		return claim.Fail(args.Retryable, &Boom{text: args.Message})
	}
	return errors.New("there is no error of the type " + args.Type)
}

func (i *interpreter) dropClaim(args arguments, _ string) answer {
	if _, ok := i.claims[args.Claim]; !ok {
		return absent()
	}
	delete(i.claims, args.Claim)
	i.collect()
	return done()
}

func (i *interpreter) once(args arguments, _ string) answer {
	idempotency, err := i.idempotency(args)
	if err != nil {
		return refused(err)
	}
	called := 0
	act := func(context.Context) (any, error) {
		called++
		now, _ := i.runtime.Now()
		if err := i.moveTo(int64(now) + args.TakesNs); err != nil {
			return nil, err
		}
		return does(args)
	}
	options := []backstay.OnceOption{backstay.WithFingerprint(args.Fingerprint), backstay.WithRetryable(passing)}
	for _, option := range ofClaim(args) {
		options = append(options, option)
	}
	returned, err := backstay.Once(context.Background(), idempotency, otherwise(args.Key, "k"), act, options...)
	found := answer{"returned": returned}
	var failed *backstay.FailedBeforeError
	var unencodable *json.UnsupportedTypeError
	switch {
	case own(err):
		found = answer{"raised": true}
	case errors.As(err, &failed):
		found = answer{"failed_before": failed.Message}
	case errors.As(err, &unencodable):
		found = answer{"unencodable": true}
	case err != nil:
		found = refused(err)
	}
	found["called"] = called
	return found
}

// does acts as a vector says.
func does(args arguments) (any, error) {
	if len(args.Does) > 0 {
		if args.Does[0].Does == "unencodable" {
			return make(chan int), nil
		}
		if err := args.Does[0].err(); err != nil {
			return nil, err
		}
	}
	if args.Value == nil {
		return nil, nil
	}
	var value any
	err := json.Unmarshal(args.Value, &value)
	return value, err
}

func passing(err error) bool {
	var passing *Passing
	return errors.As(err, &passing)
}
