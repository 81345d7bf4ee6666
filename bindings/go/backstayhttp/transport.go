// Package backstayhttp guards HTTP in both directions: a [Transport] for clients of net/http, and for handlers a [Middleware], and
// [Idempotent], which lets a request that comes again have the first one's answer.
//
//	client := &http.Client{Transport: backstayhttp.NewTransport(upstream, nil)}
//	http.Handle("/pay", backstayhttp.Middleware(payments)(handler))
//	http.Handle("POST /orders", backstayhttp.Idempotent(orders)(handler))
package backstayhttp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"

	"github.com/backstay-dev/backstay-go"
)

// A failed response up to this size is read before the next attempt, so that its connection can be used again.
const largestDrained = 64 << 10

// TransportOption changes what a transport does.
type TransportOption func(*Transport)

// WithKey gives each key an instance of the policy of its own. Without it that is the host; nil stands for one instance for all.
func WithKey(key func(*http.Request) string) TransportOption {
	return func(t *Transport) { t.key = key }
}

// WithFailure says which statuses are failures; without it those from 500 on. 429 is neutral where it isn't one: it means that we ask too
// much, which is no illness of the upstream.
func WithFailure(failure func(status int) bool) TransportOption {
	return func(t *Transport) { t.failure = failure }
}

// WithRetryable says which requests may be sent again. Without it those with an idempotent method, or an Idempotency-Key.
func WithRetryable(retryable func(*http.Request) bool) TransportOption {
	return func(t *Transport) { t.retryable = retryable }
}

// Host is the key of a request by default: the host that it goes to.
func Host(r *http.Request) string { return r.URL.Host }

// Retryable reports whether a request may be sent again whatever the first one did (RFC 9110, section 9.2.2).
func Retryable(r *http.Request) bool {
	switch r.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete:
		return true
	}
	return r.Header.Get("Idempotency-Key") != ""
}

// Transport guards the requests of a client. A refused request sends nothing, and its error is a *backstay.RejectedError.
//
// A response is a result, also one with a failing status: where no attempt is left, the caller gets the last one. A request with a body is
// sent again only where GetBody gives the body anew, as net/http sets it for the usual kinds. The policy's deadline holds until the
// body of the response is closed.
type Transport struct {
	policy    *backstay.Policy
	base      http.RoundTripper
	key       func(*http.Request) string
	failure   func(status int) bool
	retryable func(*http.Request) bool

	look    sync.Once
	retries bool // whether the policy may ask for another attempt
}

// NewTransport guards base, nil for [http.DefaultTransport].
func NewTransport(policy *backstay.Policy, base http.RoundTripper, options ...TransportOption) *Transport {
	if base == nil {
		base = http.DefaultTransport
	}
	t := &Transport{policy: policy, base: base, key: Host, failure: isServerError, retryable: Retryable}
	for _, option := range options {
		option(t)
	}
	return t
}

// RoundTrip sends a request, as often as the policy says.
func (t *Transport) RoundTrip(request *http.Request) (*http.Response, error) {
	x := &exchange{transport: t, request: request}
	response, err := x.play()
	if !x.sent && request.Body != nil {
		_ = request.Body.Close() // as the contract of a RoundTripper says
	}
	if x.last != nil && x.last != response {
		discard(x.last)
	}
	return response, err
}

// exchange is one request with all its attempts.
type exchange struct {
	transport *Transport
	request   *http.Request
	repeats   bool // another attempt may come
	once      bool // it might, but the request does not allow it
	sent      bool // the request's own body is used up
	last      *http.Response
}

func (x *exchange) play() (*http.Response, error) {
	t := x.transport
	policy := t.policy
	if t.key != nil {
		var err error
		if policy, err = t.policy.Keyed(t.key(x.request)); err != nil {
			return nil, err
		}
	}
	if t.mayRetry() {
		replayable := x.request.Body == nil || x.request.Body == http.NoBody || x.request.GetBody != nil
		x.repeats = replayable && t.retryable(x.request)
		x.once = !x.repeats
	}
	response, err := backstay.Do(x.request.Context(), policy, x.attempt, backstay.WithJudge(x.judge))
	var exhausted *backstay.ExhaustedError
	if response != nil && errors.As(err, &exhausted) && exhausted.Last == nil {
		return response, nil // the caller judges the last one
	}
	if err != nil {
		return nil, err
	}
	return response, nil
}

// mayRetry asks once whether the policy retries.
func (t *Transport) mayRetry() bool {
	t.look.Do(func() {
		if snapshot, err := t.policy.Snapshot(); err == nil {
			_, t.retries = snapshot.Pattern("retry")
		}
	})
	return t.retries
}

func (x *exchange) attempt(ctx context.Context) (*http.Response, error) {
	if x.last != nil {
		discard(x.last)
		x.last = nil
	}
	lasting, finish, cancel := outlasting(x.request.Context(), ctx)
	request := x.request.Clone(lasting)
	if x.sent && x.request.GetBody != nil {
		body, err := x.request.GetBody()
		if err != nil {
			cancel()
			return nil, err
		}
		request.Body = body
	}
	x.sent = true
	response, err := x.transport.base.RoundTrip(request)
	if !finish() && err != nil && ctx.Err() != nil {
		err = &cutError{why: ctx.Err(), wire: err}
	}
	if err != nil {
		cancel()
		return nil, err
	}
	response.Body = closing(response.Body, cancel)
	x.last = response
	return response, nil
}

// outlasting returns a context for a request: it ends with the caller's and at the attempt's deadline, but not when the attempt returns,
// since the response's body is read after that. Until `finish` is called it ends with the attempt's too; finish tells whether it had not.
func outlasting(callers, attempts context.Context) (lasting context.Context, finish func() bool, cancel context.CancelFunc) {
	if deadline, ok := attempts.Deadline(); ok {
		lasting, cancel = context.WithDeadline(callers, deadline)
	} else {
		lasting, cancel = context.WithCancel(callers)
	}
	return lasting, context.AfterFunc(attempts, cancel), cancel
}

// judge tells what an attempt says about the upstream.
func (x *exchange) judge(response *http.Response, err error) backstay.Report {
	report := backstay.Report{Outcome: backstay.OutcomeSuccess}
	if err != nil {
		report = backstay.ReportOf(err)
	} else {
		x.judgeStatus(response, &report)
	}
	failed := report.Outcome == backstay.OutcomeFailure || report.Outcome == backstay.OutcomeTimeout
	if failed && x.once {
		report.Outcome = backstay.OutcomePermanent
	}
	return report
}

func (x *exchange) judgeStatus(response *http.Response, report *backstay.Report) {
	status := response.StatusCode
	overloaded := status == http.StatusTooManyRequests
	if header := response.Header.Get("Retry-After"); header != "" && (overloaded || status == http.StatusServiceUnavailable) {
		if wait, ok := x.transport.policy.RetryAfter(header); ok {
			report.RetryAfter = &wait
		}
	}
	switch {
	case x.transport.failure(status), overloaded && x.repeats && report.RetryAfter != nil:
		report.Outcome, report.Cause = backstay.OutcomeFailure, fmt.Sprintf("HTTP %d", status)
	case overloaded:
		report.Outcome = backstay.OutcomeNeutral
	}
}

func discard(response *http.Response) {
	_, _ = io.CopyN(io.Discard, response.Body, largestDrained)
	_ = response.Body.Close()
}

// closing lets the request's context end when the body is closed.
func closing(body io.ReadCloser, cancel context.CancelFunc) io.ReadCloser {
	if both, ok := body.(io.ReadWriteCloser); ok { // of a switched protocol
		return &writableBody{both, cancel}
	}
	return &readableBody{body, cancel}
}

type readableBody struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (b *readableBody) Close() error {
	defer b.cancel()
	return b.ReadCloser.Close()
}

type writableBody struct {
	io.ReadWriteCloser
	cancel context.CancelFunc
}

func (b *writableBody) Close() error {
	defer b.cancel()
	return b.ReadWriteCloser.Close()
}

// cutError is what the wire said after the policy's deadline, or the caller, had cut the request. It tells net/http whether that was a
// timeout, so that [net/url.Error.Timeout] is right.
type cutError struct{ why, wire error }

func (e *cutError) Error() string   { return fmt.Sprintf("%v (%v)", e.why, e.wire) }
func (e *cutError) Unwrap() []error { return []error{e.why, e.wire} }
func (e *cutError) Timeout() bool   { return errors.Is(e.why, context.DeadlineExceeded) }
