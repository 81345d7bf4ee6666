// Package backstaygrpc guards the calls of a gRPC client.
//
//	connection, err := grpc.NewClient(target,
//		grpc.WithUnaryInterceptor(backstaygrpc.UnaryClientInterceptor(upstream)),
//		grpc.WithStreamInterceptor(backstaygrpc.StreamClientInterceptor(upstream)))
//
// A refused call sends nothing. Its error is a *backstay.RejectedError, for errors.As and errors.Is, and has a gRPC status too:
// ResourceExhausted for a rate limit, DeadlineExceeded for a deadline, else Unavailable.
package backstaygrpc

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/backstay-dev/backstay-go"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Option changes what an interceptor does.
type Option func(*guard)

// WithKey gives each key an instance of the policy of its own; the argument is the full name of the method.
func WithKey(key func(method string) string) Option {
	return func(g *guard) { g.key = key }
}

// WithClassifier tells what a status means; without it that is [Classify].
func WithClassifier(classify func(codes.Code) backstay.Outcome) Option {
	return func(g *guard) { g.classify = classify }
}

// WithRetryable says which failed calls may be made again, where the policy retries. Without it those that ended as Unavailable.
func WithRetryable(retryable func(method string, code codes.Code) bool) Option {
	return func(g *guard) { g.retryable = retryable }
}

// Classify tells what a status says about the upstream. One that found the request at fault is an answer like any other.
func Classify(code codes.Code) backstay.Outcome {
	switch code {
	case codes.Canceled:
		return backstay.OutcomeCancelled
	case codes.DeadlineExceeded:
		return backstay.OutcomeTimeout
	case codes.ResourceExhausted:
		return backstay.OutcomeNeutral // we ask too much, which is no illness of the upstream
	case codes.Unknown, codes.Aborted, codes.Internal, codes.Unavailable, codes.DataLoss:
		return backstay.OutcomeFailure
	}
	return backstay.OutcomeSuccess
}

type guard struct {
	policy    *backstay.Policy
	key       func(string) string
	classify  func(codes.Code) backstay.Outcome
	retryable func(string, codes.Code) bool

	look    sync.Once
	retries bool
}

func newGuard(policy *backstay.Policy, options []Option) *guard {
	g := &guard{
		policy: policy, classify: Classify,
		retryable: func(_ string, code codes.Code) bool { return code == codes.Unavailable },
	}
	for _, option := range options {
		option(g)
	}
	return g
}

func (g *guard) instance(method string) (*backstay.Policy, error) {
	if g.key == nil {
		return g.policy, nil
	}
	return g.policy.Keyed(g.key(method))
}

// report tells what the end of a call says about the upstream.
func (g *guard) report(method string, err error) backstay.Report {
	code := codeOf(err)
	report := backstay.Report{Outcome: g.classify(code), RetryAfter: retryAfterOf(err)}
	if report.Outcome == backstay.OutcomeSuccess {
		return report
	}
	report.Cause = code.String()
	failed := report.Outcome == backstay.OutcomeFailure || report.Outcome == backstay.OutcomeTimeout
	if failed && g.mayRetry() && !g.retryable(method, code) {
		report.Outcome = backstay.OutcomePermanent
	}
	return report
}

// mayRetry asks once whether the policy retries.
func (g *guard) mayRetry() bool {
	g.look.Do(func() {
		if snapshot, err := g.policy.Snapshot(); err == nil {
			_, g.retries = snapshot.Pattern("retry")
		}
	})
	return g.retries
}

// codeOf also knows the errors of contexts, which an interceptor further in may have returned as they are.
func codeOf(err error) codes.Code {
	if code := status.Code(err); code != codes.Unknown {
		return code
	}
	return status.FromContextError(err).Code()
}

// retryAfterOf reads the detail RetryInfo of a status.
func retryAfterOf(err error) *time.Duration {
	told, ok := status.FromError(err)
	if !ok {
		return nil
	}
	for _, detail := range told.Details() {
		if info, ok := detail.(*errdetails.RetryInfo); ok && info.GetRetryDelay() != nil {
			wait := max(info.GetRetryDelay().AsDuration(), 0)
			return &wait
		}
	}
	return nil
}

// UnaryClientInterceptor guards unary calls with the whole policy, retries included.
func UnaryClientInterceptor(policy *backstay.Policy, options ...Option) grpc.UnaryClientInterceptor {
	g := newGuard(policy, options)
	return func(ctx context.Context, method string, request, reply any, cc *grpc.ClientConn, invoker grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		instance, err := g.instance(method)
		if err != nil {
			return withStatus(err)
		}
		_, err = backstay.Do(ctx, instance, func(ctx context.Context) (struct{}, error) {
			return struct{}{}, invoker(ctx, method, request, reply, cc, opts...)
		}, backstay.WithJudge(func(_ struct{}, err error) backstay.Report { return g.report(method, err) }))
		return withStatus(err)
	}
}

// refusal is an error of package backstay with the status that gRPC's users look for.
type refusal struct {
	error
	status *status.Status
}

func (r *refusal) GRPCStatus() *status.Status { return r.status }
func (r *refusal) Unwrap() error              { return r.error }

func withStatus(err error) error {
	var exhausted *backstay.ExhaustedError
	var rejected *backstay.RejectedError
	var misuse *backstay.Error
	code := codes.Unavailable
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exhausted):
		code = codeOf(exhausted.Last)
	case errors.As(err, &rejected):
		switch rejected.Sentinel() {
		case backstay.ErrRateLimited:
			code = codes.ResourceExhausted
		case backstay.ErrDeadlineExceeded:
			code = codes.DeadlineExceeded
		}
	case errors.As(err, &misuse):
		if !errors.Is(err, backstay.ErrClosed) {
			code = codes.Internal
		}
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		code = codeOf(err)
	default:
		return err
	}
	return &refusal{err, status.New(code, err.Error())}
}
