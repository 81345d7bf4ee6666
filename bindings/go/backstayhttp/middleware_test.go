package backstayhttp_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
	"github.com/backstay-dev/backstay-go/backstaytest"
)

func guarded(t *testing.T, patterns string, handler http.HandlerFunc, options ...backstayhttp.ServerOption) (*backstay.Policy, *httptest.Server) {
	t.Helper()
	runtime := backstaytest.New(t, []byte(`{"policies": {"checkout": `+patterns+`}}`))
	policy := backstaytest.Policy(t, runtime, "checkout")
	server := httptest.NewServer(backstayhttp.Middleware(policy, options...)(handler))
	t.Cleanup(server.Close)
	return policy, server
}

func get(t *testing.T, server *httptest.Server, path string) (*http.Response, string) {
	t.Helper()
	response, err := server.Client().Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
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

func answers(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

func TestStatusesAreResults(t *testing.T) {
	for status, field := range map[int]string{200: "successes", 302: "successes", 404: "neutral", 429: "neutral", 500: "failures", 503: "failures"} {
		policy, server := guarded(t, `{"circuit_breaker": {"consecutive_failures": 5}}`, answers(status))
		server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		response, _ := get(t, server, "/")
		is(t, "status", response.StatusCode, status)
		is(t, field, number(t, policy, "circuit_breaker", field), 1)
	}
}

func TestARefusalIsAProblem(t *testing.T) {
	policy, server := guarded(t, `{"circuit_breaker": {"consecutive_failures": 1}}`, answers(200))
	if err := policy.ForceOpenFor("drill", 1500*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	response, body := get(t, server, "/pay?card=1")
	is(t, "status", response.StatusCode, 503)
	is(t, "Retry-After", response.Header.Get("Retry-After"), "2")
	is(t, "Content-Type", response.Header.Get("Content-Type"), "application/problem+json")
	var problem backstayhttp.Problem
	if err := json.Unmarshal([]byte(body), &problem); err != nil {
		t.Fatal(err)
	}
	is(t, "problem", problem, backstayhttp.Problem{
		Type: "tag:backstay.dev,2026:problem/circuit-open", Title: "Circuit open", Status: 503,
		Detail: "The policy checkout refuses calls just now (forced_open).", Policy: "checkout", Reason: "forced_open", RetryAfter: 2,
		Instance: "/pay",
	})
	response, err := server.Client().Head(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	is(t, "status of HEAD", response.StatusCode, 503)
}

func TestARateLimitTellsItsFields(t *testing.T) {
	_, server := guarded(t, `{"rate_limit": "2/1m"}`, answers(204))
	response, _ := get(t, server, "/")
	is(t, "RateLimit-Policy", response.Header.Get("RateLimit-Policy"), `"checkout";q=2;w=60`)
	is(t, "RateLimit", response.Header.Get("RateLimit"), `"checkout";r=1;t=30`)
	get(t, server, "/")
	response, _ = get(t, server, "/")
	is(t, "status", response.StatusCode, 429)
	is(t, "Retry-After", response.Header.Get("Retry-After"), "30")
	is(t, "RateLimit", response.Header.Get("RateLimit"), `"checkout";r=0;t=30`)
}

func TestEachKeyHasItsInstanceAndItsCost(t *testing.T) {
	_, server := guarded(t, `{"rate_limit": "3/1m"}`, answers(204),
		backstayhttp.WithRequestKey(func(r *http.Request) string { return r.Header.Get("X-Tenant") + r.URL.Path }),
		backstayhttp.WithRequestCost(func(*http.Request) int64 { return 2 }))
	for path, wanted := range map[string][]int{"/a": {204, 429}, "/b": {204, 429}} {
		for _, status := range wanted {
			response, _ := get(t, server, path)
			is(t, path, response.StatusCode, status)
		}
	}
}

func TestAPanicIsAFailure(t *testing.T) {
	policy, server := guarded(t, `{"circuit_breaker": {"consecutive_failures": 5}, "bulkhead": 1}`,
		func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	if response, err := server.Client().Get(server.URL); err == nil {
		response.Body.Close()
		t.Error("expected a broken connection")
	}
	is(t, "failures", number(t, policy, "circuit_breaker", "failures"), 1)
	is(t, "in flight", number(t, policy, "bulkhead", "in_flight"), 0)
}

func TestADeadlineIsAnsweredFor(t *testing.T) {
	runtime, err := backstay.New([]byte(`{"policies": {"p": {"timeout": "20ms"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.Close()
	policy := backstaytest.Policy(t, runtime, "p")
	server := httptest.NewServer(backstayhttp.Middleware(policy)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })))
	defer server.Close()
	response, body := get(t, server, "/")
	is(t, "status", response.StatusCode, 504)
	is(t, "names the deadline", strings.Contains(body, "deadline-exceeded"), true)
	is(t, "expired", number(t, policy, "timeout", "expired"), 1)
}

func TestAClientThatWentAwayHasCancelled(t *testing.T) {
	began, ended := make(chan struct{}), make(chan struct{})
	policy, server := guarded(t, `{"circuit_breaker": {"consecutive_failures": 5}}`, func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
		close(ended)
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-began; cancel() }()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	if response, err := server.Client().Do(request); err == nil {
		response.Body.Close()
	}
	<-ended
	server.Close() // waits for the handler
	is(t, "cancelled", number(t, policy, "circuit_breaker", "cancelled"), 1)
}

func TestStreamsAndControllersPass(t *testing.T) {
	_, server := guarded(t, `{"bulkhead": 1}`, func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Error(err)
		}
		for range 3 {
			_, _ = io.WriteString(w, "part ")
			w.(http.Flusher).Flush()
		}
		_, _ = io.Copy(w, strings.NewReader("end"))
	})
	_, body := get(t, server, "/")
	is(t, "body", body, "part part part end")
}

func TestAClosedRuntimeIsUnavailable(t *testing.T) {
	runtime := backstaytest.New(t, []byte(`{"policies": {"p": {"bulkhead": 1}}}`))
	server := httptest.NewServer(backstayhttp.Middleware(backstaytest.Policy(t, runtime, "p"))(answers(200)))
	defer server.Close()
	runtime.Close()
	response, _ := get(t, server, "/")
	is(t, "status", response.StatusCode, 503)
	broken := httptest.NewServer(backstayhttp.Middleware(nil)(answers(200)))
	defer broken.Close()
	response, _ = get(t, broken, "/")
	is(t, "status without a policy", response.StatusCode, 500)
}
