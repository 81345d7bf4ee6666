package backstayhttp

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/backstay-dev/backstay-go"
)

// ServerOption changes what a middleware does.
type ServerOption func(*server)

type server struct {
	policy  *backstay.Policy
	key     func(*http.Request) string
	cost    func(*http.Request) int64
	failure func(status int) bool
	fields  rateFields
}

// WithRequestKey gives each key an instance of the policy of its own: a client's address, a tenant.
func WithRequestKey(key func(*http.Request) string) ServerOption {
	return func(s *server) { s.key = key }
}

// WithRequestCost weighs requests for a rate limit.
func WithRequestCost(cost func(*http.Request) int64) ServerOption {
	return func(s *server) { s.cost = cost }
}

// WithRequestFailure says which statuses of the handler are failures; without it those from 500 on.
func WithRequestFailure(failure func(status int) bool) ServerOption {
	return func(s *server) { s.failure = failure }
}

// Middleware guards a handler: each request takes a permit, or is answered 429, 503 or 504 with problem details.
//
// The status is the result: a failure where it is one, any other 4xx neutral, since the request was at fault, else a success. A panic is a
// failure and goes on; a client that went away has cancelled. The request's context ends at the policy's deadline, and a handler that
// returns then without an answer is answered for with 504. Nothing is repeated, whatever the policy says about retries. Answers of a policy
// with a rate limit carry the header fields RateLimit and RateLimit-Policy.
func Middleware(policy *backstay.Policy, options ...ServerOption) func(http.Handler) http.Handler {
	s := &server{policy: policy, failure: isServerError, fields: rateFields{policy: policy}}
	for _, option := range options {
		option(s)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, next) })
	}
}

func isServerError(status int) bool { return status >= 500 }

func (s *server) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	instance, cost := s.policy, int64(1)
	var err error
	if s.key != nil {
		instance, err = s.policy.Keyed(s.key(r))
	}
	if s.cost != nil {
		cost = s.cost(r)
	}
	var permit *backstay.Permit
	if err == nil {
		permit, err = instance.Enter(r.Context(), backstay.WithCost(cost))
	}
	if err != nil {
		s.refuse(w, r, instance, cost, err)
		return
	}
	s.fields.add(w, instance, cost)
	s.run(w, r, next, permit, instance)
}

// refuse answers where there is no permit.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, instance *backstay.Policy, cost int64, err error) {
	if errors.Is(err, backstay.ErrRejected) {
		s.fields.add(w, instance, cost)
	}
	switch {
	case WriteError(w, r, err), r.Context().Err() != nil: // nobody listens any more
	case errors.Is(err, backstay.ErrClosed):
		http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	default:
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}

func (s *server) run(w http.ResponseWriter, r *http.Request, next http.Handler, permit *backstay.Permit, instance *backstay.Policy) {
	ctx, cancel := permit.Context(r.Context())
	defer cancel()
	seen := &recorder{ResponseWriter: w}
	defer func() {
		// Only where the handler did not return: the report of one that did came first.
		permit.Failure(errors.New("panic"))
	}()
	next.ServeHTTP(seen, r.WithContext(ctx))
	late := errors.Is(ctx.Err(), context.DeadlineExceeded)
	switch {
	case errors.Is(r.Context().Err(), context.Canceled):
		permit.Cancelled()
	case late && seen.status == 0:
		permit.Timeout()
		WriteError(w, r, &backstay.RejectedError{Policy: instance.Name(), Key: instance.Key(), Reason: backstay.ReasonDeadline})
	case late && s.failure(seen.code()):
		permit.Timeout()
	case s.failure(seen.code()):
		permit.Failure(fmt.Errorf("HTTP %d", seen.code()))
	case seen.code() >= 400 && seen.code() < 500:
		permit.Neutral()
	default:
		permit.Success()
	}
}
