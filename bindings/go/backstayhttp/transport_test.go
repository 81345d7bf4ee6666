package backstayhttp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
	"github.com/backstay-dev/backstay-go/backstaytest"
)

// upstream answers with the given statuses one after the other, and counts what it was asked.
type upstream struct {
	*httptest.Server
	asked  atomic.Int64
	bodies []string
}

func serving(t *testing.T, header http.Header, statuses ...int) *upstream {
	u := &upstream{}
	u.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		u.bodies = append(u.bodies, string(body))
		for name, values := range header {
			w.Header()[name] = values
		}
		number := int(u.asked.Add(1))
		w.WriteHeader(statuses[min(number, len(statuses))-1])
		_, _ = io.WriteString(w, "answer")
	}))
	t.Cleanup(u.Close)
	return u
}

func client(t *testing.T, patterns string, options ...backstayhttp.TransportOption) (*backstay.Runtime, *backstay.Policy, *http.Client) {
	t.Helper()
	runtime := backstaytest.New(t, []byte(`{"policies": {"upstream": `+patterns+`}}`))
	policy := backstaytest.Policy(t, runtime, "upstream")
	base := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(base.CloseIdleConnections)
	return runtime, policy, &http.Client{Transport: backstayhttp.NewTransport(policy, base, options...)}
}

func fetch(t *testing.T, response *http.Response, err error) (int, string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

var oneForAll = backstayhttp.WithKey(nil)

func TestARequestPassesAndCounts(t *testing.T) {
	u := serving(t, nil, 200)
	_, policy, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}, "timeout": "1m"}`, oneForAll)
	response, err := c.Get(u.URL)
	status, body := fetch(t, response, err)
	is(t, "status", status, 200)
	is(t, "body", body, "answer")
	is(t, "successes", number(t, policy, "circuit_breaker", "successes"), 1)
}

func TestAnOpenBreakerSendsNothing(t *testing.T) {
	u := serving(t, nil, 500)
	_, _, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}}`)
	response, err := c.Get(u.URL)
	status, _ := fetch(t, response, err)
	is(t, "status", status, 500)
	_, err = c.Post(u.URL, "text/plain", strings.NewReader("body"))
	is(t, "is circuit open", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "asked", u.asked.Load(), 1)
}

func TestEachHostHasABreaker(t *testing.T) {
	broken, sound := serving(t, nil, 500), serving(t, nil, 200)
	_, _, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}}`)
	response, err := c.Get(broken.URL)
	fetch(t, response, err)
	response, err = c.Get(sound.URL)
	status, _ := fetch(t, response, err)
	is(t, "the other host", status, 200)
}

func TestRetriesSendTheBodyAnew(t *testing.T) {
	u := serving(t, nil, 503, 500, 200)
	_, policy, c := client(t, `{"retry": {"attempts": 3, "backoff": "1s"}}`, oneForAll)
	request, _ := http.NewRequest(http.MethodPut, u.URL, strings.NewReader("the body"))
	response, err := c.Do(request)
	status, _ := fetch(t, response, err)
	is(t, "status", status, 200)
	is(t, "bodies", strings.Join(u.bodies, "|"), "the body|the body|the body")
	is(t, "recovered", number(t, policy, "retry", "recovered"), 1)
}

func TestTheLastResponseIsTheCallers(t *testing.T) {
	u := serving(t, nil, 503, 502)
	_, _, c := client(t, `{"retry": {"attempts": 2, "backoff": "1s"}}`, oneForAll)
	response, err := c.Get(u.URL)
	status, body := fetch(t, response, err)
	is(t, "status", status, 502)
	is(t, "body", body, "answer")
}

func TestWhatMayNotBeRepeatedIsSentOnce(t *testing.T) {
	for name, make := range map[string]func(url string) *http.Request{
		"no idempotent method": func(url string) *http.Request {
			r, _ := http.NewRequest(http.MethodPost, url, strings.NewReader("x"))
			return r
		},
		"a body that can't be had again": func(url string) *http.Request {
			r, _ := http.NewRequest(http.MethodPut, url, io.NopCloser(strings.NewReader("x")))
			return r
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := serving(t, nil, 503)
			_, policy, c := client(t, `{"retry": {"attempts": 3, "backoff": "1s"}}`, oneForAll)
			response, err := c.Do(make(u.URL))
			status, _ := fetch(t, response, err)
			is(t, "status", status, 503)
			is(t, "asked", u.asked.Load(), 1)
			is(t, "permanent", number(t, policy, "retry", "permanent"), 1)
		})
	}
	u := serving(t, nil, 503, 200)
	_, _, c := client(t, `{"retry": {"attempts": 3, "backoff": "1s"}}`, oneForAll)
	request, _ := http.NewRequest(http.MethodPost, u.URL, strings.NewReader("x"))
	request.Header.Set("Idempotency-Key", "1")
	response, err := c.Do(request)
	status, _ := fetch(t, response, err)
	is(t, "with a key", status, 200)
}

func TestRetryAfterLengthensThePause(t *testing.T) {
	u := serving(t, http.Header{"Retry-After": {"7"}}, 429, 200)
	runtime, _, c := client(t, `{"retry": {"attempts": 2, "backoff": {"initial": "1s", "maximum": "1m", "jitter": "none"}}}`, oneForAll)
	response, err := c.Get(u.URL)
	fetch(t, response, err)
	is(t, "asked", u.asked.Load(), 2)
	now, _ := runtime.Now()
	is(t, "paused", now, 7*time.Second)
}

func TestTooManyRequestsIsNoIllness(t *testing.T) {
	u := serving(t, nil, 429)
	_, policy, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}}`, oneForAll)
	response, err := c.Get(u.URL)
	fetch(t, response, err)
	is(t, "neutral", number(t, policy, "circuit_breaker", "neutral"), 1)
}

func TestADeadlineEndsASlowUpstream(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	runtime, err := backstay.New([]byte(`{"policies": {"p": {"timeout": "30ms", "circuit_breaker": {"consecutive_failures": 1}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.Close()
	policy := backstaytest.Policy(t, runtime, "p")
	c := &http.Client{Transport: backstayhttp.NewTransport(policy, nil, oneForAll)}
	_, err = c.Get(server.URL)
	is(t, "is a passed deadline", errors.Is(err, context.DeadlineExceeded), true)
	var told *url.Error
	is(t, "is a timeout to net/http", errors.As(err, &told) && told.Timeout(), true)
	is(t, "timeouts", number(t, policy, "circuit_breaker", "timeouts"), 1)
}

func TestTheBodyOutlivesTheCall(t *testing.T) {
	more := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "first ")
		w.(http.Flusher).Flush()
		<-more
		_, _ = io.WriteString(w, "second")
	}))
	defer server.Close()
	_, policy, c := client(t, `{"timeout": "1m", "bulkhead": 1}`, oneForAll)
	response, err := c.Get(server.URL)
	if err == nil {
		is(t, "in flight", number(t, policy, "bulkhead", "in_flight"), 0)
		close(more)
	}
	_, body := fetch(t, response, err)
	is(t, "body", body, "first second")
}

func TestACancelledRequestIsCancelled(t *testing.T) {
	began, release := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(began); <-release }))
	defer server.Close()
	defer close(release)
	_, policy, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}}`, oneForAll)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-began; cancel() }()
	request, _ := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	_, err := c.Do(request)
	is(t, "is cancelled", errors.Is(err, context.Canceled), true)
	is(t, "cancelled", number(t, policy, "circuit_breaker", "cancelled"), 1)
}

type closeTeller struct {
	io.Reader
	closed *bool
}

func (c closeTeller) Close() error { *c.closed = true; return nil }

func TestARefusedBodyIsClosed(t *testing.T) {
	_, policy, c := client(t, `{"circuit_breaker": {"consecutive_failures": 1}}`, oneForAll)
	_ = policy.ForceOpen("drill")
	closed := false
	request, _ := http.NewRequest(http.MethodPost, "http://127.0.0.1:1/", closeTeller{strings.NewReader("x"), &closed})
	_, err := c.Do(request)
	is(t, "is circuit open", errors.Is(err, backstay.ErrCircuitOpen), true)
	is(t, "closed", closed, true)
}
