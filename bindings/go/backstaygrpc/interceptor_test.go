package backstaygrpc_test

import (
	"context"
	"errors"
	"io"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstaygrpc"
	"github.com/backstay-dev/backstay-go/backstaytest"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	health "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/durationpb"
)

// upstream is a server on the loopback that answers as the test says, call by call.
type upstream struct {
	health.UnimplementedHealthServer
	asked   int
	answers []error
	watch   func(health.Health_WatchServer) error
}

func (u *upstream) Check(context.Context, *health.HealthCheckRequest) (*health.HealthCheckResponse, error) {
	u.asked++
	return &health.HealthCheckResponse{Status: health.HealthCheckResponse_SERVING}, u.answers[min(u.asked, len(u.answers))-1]
}

func (u *upstream) Watch(_ *health.HealthCheckRequest, stream health.Health_WatchServer) error {
	return u.watch(stream)
}

func connected(t *testing.T, u *upstream, patterns string, options ...backstaygrpc.Option) (*backstay.Runtime, *backstay.Policy, health.HealthClient) {
	t.Helper()
	made := backstaytest.New(t, []byte(`{"policies": {"upstream": `+patterns+`}}`))
	policy := backstaytest.Policy(t, made, "upstream")
	return made, policy, dialed(t, u, policy, options...)
}

func dialed(t *testing.T, u *upstream, policy *backstay.Policy, options ...backstaygrpc.Option) health.HealthClient {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	health.RegisterHealthServer(server, u)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	connection, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(backstaygrpc.UnaryClientInterceptor(policy, options...)),
		grpc.WithStreamInterceptor(backstaygrpc.StreamClientInterceptor(policy, options...)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	return health.NewHealthClient(connection)
}

func check(client health.HealthClient) error {
	_, err := client.Check(context.Background(), &health.HealthCheckRequest{})
	return err
}

func number(t *testing.T, policy *backstay.Policy, pattern, field string) int64 {
	t.Helper()
	snapshot, err := policy.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	found, _ := snapshot.Pattern(pattern)
	return found.Integers[field]
}

func is[T comparable](t *testing.T, what string, found, wanted T) {
	t.Helper()
	if found != wanted {
		t.Errorf("%s: %v, expected %v", what, found, wanted)
	}
}

func failing(code codes.Code) error { return status.Error(code, "as the test says") }

const breaker = `{"circuit_breaker": {"consecutive_failures": 5}, "bulkhead": 1}`

func TestCodesAreResults(t *testing.T) {
	for field, all := range map[string][]codes.Code{
		"successes": {codes.OK, codes.NotFound, codes.InvalidArgument, codes.Unauthenticated, codes.Unimplemented},
		"failures":  {codes.Unavailable, codes.Internal, codes.Unknown, codes.DataLoss},
		"neutral":   {codes.ResourceExhausted},
		"timeouts":  {codes.DeadlineExceeded},
		"cancelled": {codes.Canceled},
	} {
		for _, code := range all {
			u := &upstream{answers: []error{failing(code)}}
			_, policy, client := connected(t, u, breaker)
			is(t, "code", status.Code(check(client)), code)
			is(t, code.String(), number(t, policy, "circuit_breaker", field), 1)
		}
	}
}

func TestARefusalSendsNothing(t *testing.T) {
	u := &upstream{answers: []error{failing(codes.Unavailable)}}
	_, _, client := connected(t, u, `{"circuit_breaker": {"consecutive_failures": 1}}`)
	_ = check(client)
	err := check(client)
	is(t, "is circuit open", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "code", status.Code(err), codes.Unavailable)
	_, err = client.Watch(context.Background(), &health.HealthCheckRequest{})
	is(t, "is circuit open for a stream", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "asked", u.asked, 1)
	_, _, limited := connected(t, u, `{"rate_limit": "1/1h"}`)
	_ = check(limited)
	is(t, "code of a rate limit", status.Code(check(limited)), codes.ResourceExhausted)
}

func TestRetriesHonourRetryInfo(t *testing.T) {
	told, err := status.New(codes.Unavailable, "later").WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(7 * time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	u := &upstream{answers: []error{told.Err(), nil}}
	made, policy, client := connected(t, u, `{"retry": {"attempts": 3, "backoff": {"initial": "1s", "maximum": "1m", "jitter": "none"}}}`)
	is(t, "error", check(client), nil)
	is(t, "asked", u.asked, 2)
	now, _ := made.Now()
	is(t, "paused", now, 7*time.Second)
	is(t, "recovered", number(t, policy, "retry", "recovered"), 1)
}

func TestOnlyUnavailableIsRetried(t *testing.T) {
	u := &upstream{answers: []error{failing(codes.Internal)}}
	_, _, client := connected(t, u, `{"retry": {"attempts": 3, "backoff": "1s"}}`)
	is(t, "code", status.Code(check(client)), codes.Internal)
	is(t, "asked", u.asked, 1)
	u = &upstream{answers: []error{failing(codes.Internal)}}
	_, _, client = connected(t, u, `{"retry": {"attempts": 3, "backoff": "1s"}}`,
		backstaygrpc.WithRetryable(func(string, codes.Code) bool { return true }))
	err := check(client)
	is(t, "given up", errors.Is(err, backstay.ErrRetriesExhausted), true)
	is(t, "code", status.Code(err), codes.Internal)
	is(t, "asked", u.asked, 3)
}

func TestAStreamHoldsItsPermitUntilItsEnd(t *testing.T) {
	u := &upstream{watch: func(stream health.Health_WatchServer) error {
		for range 3 {
			if err := stream.Send(&health.HealthCheckResponse{}); err != nil {
				return err
			}
		}
		return nil
	}}
	_, policy, client := connected(t, u, breaker)
	stream, err := client.Watch(context.Background(), &health.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	is(t, "in flight", number(t, policy, "bulkhead", "in_flight"), 1)
	received := 0
	for {
		if _, err = stream.Recv(); err != nil {
			break
		}
		received++
	}
	is(t, "end", err, io.EOF)
	is(t, "received", received, 3)
	is(t, "in flight at the end", number(t, policy, "bulkhead", "in_flight"), 0)
	is(t, "successes", number(t, policy, "circuit_breaker", "successes"), 1)
}

func TestAStreamThatFails(t *testing.T) {
	u := &upstream{watch: func(health.Health_WatchServer) error { return failing(codes.Internal) }}
	_, policy, client := connected(t, u, breaker)
	stream, err := client.Watch(context.Background(), &health.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stream.Recv()
	is(t, "code", status.Code(err), codes.Internal)
	is(t, "failures", number(t, policy, "circuit_breaker", "failures"), 1)
}

func TestAStreamThatIsGivenUpIsCancelled(t *testing.T) {
	u := &upstream{watch: func(stream health.Health_WatchServer) error { <-stream.Context().Done(); return nil }}
	_, policy, client := connected(t, u, breaker)
	ctx, cancel := context.WithCancel(context.Background())
	if _, err := client.Watch(ctx, &health.HealthCheckRequest{}); err != nil {
		t.Fatal(err)
	}
	cancel()
	for number(t, policy, "circuit_breaker", "cancelled") == 0 {
		runtime.Gosched() // it is reported by another goroutine
	}
	is(t, "in flight", number(t, policy, "bulkhead", "in_flight"), 0)
}

func TestADeadlineOfThePolicyCutsACall(t *testing.T) {
	made, err := backstay.New([]byte(`{"policies": {"p": {"timeout": "30ms", "circuit_breaker": {"consecutive_failures": 1}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer made.Close()
	policy := backstaytest.Policy(t, made, "p")
	// The server knows the deadline too, and must not end the stream as if all were well.
	u := &upstream{watch: func(stream health.Health_WatchServer) error {
		<-stream.Context().Done()
		return status.FromContextError(stream.Context().Err()).Err()
	}}
	stream, err := dialed(t, u, policy).Watch(context.Background(), &health.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stream.Recv()
	is(t, "code", status.Code(err), codes.DeadlineExceeded)
	for number(t, policy, "circuit_breaker", "timeouts") == 0 {
		runtime.Gosched() // it may be reported by another goroutine
	}
}

func TestEachMethodMayHaveAnInstance(t *testing.T) {
	u := &upstream{answers: []error{failing(codes.Unavailable)}, watch: func(health.Health_WatchServer) error { return nil }}
	_, _, client := connected(t, u, `{"circuit_breaker": {"consecutive_failures": 1}}`,
		backstaygrpc.WithKey(func(method string) string { return method }))
	_ = check(client)
	is(t, "the method that failed", errors.Is(check(client), backstay.ErrCircuitOpen), true)
	stream, err := client.Watch(context.Background(), &health.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stream.Recv()
	is(t, "another method", err, io.EOF)
}
