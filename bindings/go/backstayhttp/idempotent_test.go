package backstayhttp_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
)

const aKey = "8e03978e-40d5-43dd-bc93-6894a57f9324"

// ordersIn makes a runtime with one idempotency, orders.
func ordersIn(t *testing.T, clock, store, settings string) (*backstay.Runtime, *backstay.Idempotency) {
	t.Helper()
	document := fmt.Sprintf(`{"clock": %q, "stores": {"main": %q}, "idempotency": {"orders": %s}}`, clock, store, settings)
	runtime, err := backstay.New([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = runtime.Close() })
	return runtime, named(t, runtime, "orders")
}

func named(t *testing.T, runtime *backstay.Runtime, name string) *backstay.Idempotency {
	t.Helper()
	found, err := runtime.Idempotency(name)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func serverOf(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// once serves a handler under one idempotency in memory, on a manual clock.
func once(t *testing.T, settings string, handler http.HandlerFunc, options ...backstayhttp.IdempotentOption) (*backstay.Runtime, *httptest.Server) {
	t.Helper()
	runtime, orders := ordersIn(t, "manual", "memory:", settings)
	return runtime, serverOf(t, backstayhttp.Idempotent(orders, options...)(handler))
}

// counting answers 201 with the number of the call and what it was sent.
func counting(called *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			body = []byte(err.Error())
		}
		w.Header().Add("X-Part", "one")
		w.Header().Add("X-Part", "two")
		w.Header().Set("Set-Cookie", "session=1")
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, "%d %s", called.Add(1), body)
	}
}

type change func(*http.Request)

func with(name string, values ...string) change {
	return func(r *http.Request) { r.Header[name] = values }
}

var withoutKey change = func(r *http.Request) { r.Header.Del("Idempotency-Key") }

// try posts with the key.
func try(server *httptest.Server, path, body string, changes ...change) (*http.Response, error) {
	request, err := http.NewRequest(http.MethodPost, server.URL+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Idempotency-Key", aKey)
	for _, change := range changes {
		change(request)
	}
	return server.Client().Do(request)
}

func post(t *testing.T, server *httptest.Server, path, body string, changes ...change) (*http.Response, string) {
	t.Helper()
	response, err := try(server, path, body, changes...)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	found, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(found)
}

// problemIs checks a refusal, which is problem details.
func problemIs(t *testing.T, response *http.Response, body string, status int, code string) {
	t.Helper()
	is(t, "status", response.StatusCode, status)
	is(t, "Content-Type", response.Header.Get("Content-Type"), "application/problem+json")
	is(t, "Content-Length", response.ContentLength, int64(len(body)))
	var problem struct {
		Type, Title, Detail, Code string
		Status                    int
	}
	if err := json.Unmarshal([]byte(body), &problem); err != nil {
		t.Errorf("%v: %s", err, body)
	}
	is(t, "code", problem.Code, code)
	is(t, "status inside", problem.Status, status)
	is(t, "type", problem.Type, "tag:backstay.dev,2026:problem/"+strings.ReplaceAll(code, "_", "-"))
}

func TestARequestThatComesAgainHasTheFirstAnswer(t *testing.T) {
	var called atomic.Int64
	_, server := once(t, `{}`, counting(&called))
	first, body := post(t, server, "/orders?dry=1", "apples")
	is(t, "status", first.StatusCode, 201)
	is(t, "body", body, "1 apples")
	is(t, "is no replay", first.Header.Get("X-Idempotent-Replay"), "")
	second, replayed := post(t, server, "/orders?dry=1", "apples")
	is(t, "status", second.StatusCode, 201)
	is(t, "body", replayed, body)
	is(t, "is a replay", second.Header.Get("X-Idempotent-Replay"), "true")
	is(t, "Content-Type", second.Header.Get("Content-Type"), first.Header.Get("Content-Type"))
	is(t, "fields of a name", strings.Join(second.Header["X-Part"], "|"), "one|two")
	is(t, "of one client", first.Header.Get("Set-Cookie")+second.Header.Get("Set-Cookie"), "session=1")
	is(t, "called", called.Load(), 1)

	response, refusal := post(t, server, "/orders?dry=1", "pears")
	problemIs(t, response, refusal, 422, "idempotency_key_reused")
	response, refusal = post(t, server, "/orders?dry=2", "apples")
	problemIs(t, response, refusal, 422, "idempotency_key_reused")
	_, body = post(t, server, "/other", "apples")
	is(t, "another path", body, "2 apples")
}

func TestADoubleClick(t *testing.T) {
	const clicks = 64
	for _, store := range []string{"memory:", "sqlite:"} {
		for _, wait := range []string{"0s", "50s"} {
			t.Run(store+wait, func(t *testing.T) {
				where := store
				if where == "sqlite:" {
					where += filepath.Join(t.TempDir(), "backstay.db")
				}
				_, orders := ordersIn(t, "system", where, fmt.Sprintf(`{"wait": %q, "lease": "1m"}`, wait))
				var called atomic.Int64
				server := serverOf(t, backstayhttp.Idempotent(orders)(counting(&called)))
				var all sync.WaitGroup
				var answered, tooEarly atomic.Int64
				for range clicks {
					all.Add(1)
					go func() {
						defer all.Done()
						switch response, body := post(t, server, "/orders", "apples"); {
						case response.StatusCode == 201 && body == "1 apples":
							answered.Add(1)
						case response.StatusCode == 409 && response.Header.Get("Retry-After") != "":
							problemIs(t, response, body, 409, "idempotency_in_flight")
							tooEarly.Add(1)
						default:
							t.Errorf("%d %s", response.StatusCode, body)
						}
					}()
				}
				all.Wait()
				is(t, "called", called.Load(), 1)
				is(t, "answers", answered.Load()+tooEarly.Load(), clicks)
				is(t, "somebody is answered", answered.Load() > 0, true)
				if wait != "0s" {
					is(t, "everybody is", answered.Load(), clicks)
				}
			})
		}
	}
}

func TestWhileTheFirstIsWorkedOn(t *testing.T) {
	working, finish := make(chan struct{}), make(chan struct{})
	_, server := once(t, `{"lease": "20s"}`, func(w http.ResponseWriter, _ *http.Request) { close(working); <-finish })
	ended := make(chan int)
	go func() {
		response, _ := post(t, server, "/", "")
		ended <- response.StatusCode
	}()
	<-working
	response, body := post(t, server, "/", "")
	problemIs(t, response, body, 409, "idempotency_in_flight")
	is(t, "Retry-After", response.Header.Get("Retry-After"), "20")
	close(finish)
	is(t, "the first", <-ended, 200)
	response, _ = post(t, server, "/", "")
	is(t, "then", response.StatusCode, 200)
}

func TestARestartedApplicationGivesWhatTheFirstAnswered(t *testing.T) {
	store := "sqlite:" + filepath.Join(t.TempDir(), "backstay.db")
	var called atomic.Int64
	for run := range 2 {
		runtime, orders := ordersIn(t, "system", store, `{}`)
		server := httptest.NewServer(backstayhttp.Idempotent(orders)(counting(&called)))
		response, body := post(t, server, "/orders", "apples")
		is(t, "status", response.StatusCode, 201)
		is(t, "body", body, "1 apples")
		is(t, "is a replay", response.Header.Get("X-Idempotent-Replay") == "true", run == 1)
		server.Close()
		is(t, "closed", runtime.Close(), nil)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{"key": "required"}`)
	server := httptest.NewUnstartedServer(backstayhttp.Idempotent(orders)(counting(&called)))
	server.Config.MaxHeaderBytes = 32 << 20
	server.Start()
	t.Cleanup(server.Close)
	response, body := post(t, server, "/", "", withoutKey)
	problemIs(t, response, body, 400, "idempotency_key_missing")
	for _, key := range []string{"", " ", "no uuid", `"open`, "\xff\xfe", aKey + "\x80", strings.Repeat("k", 10<<20), `"` + strings.Repeat(`\"`, 5<<20)} {
		response, body = post(t, server, "/", "", with("Idempotency-Key", key))
		problemIs(t, response, body, 400, "idempotency_key_invalid")
	}
	response, body = post(t, server, "/", "", with("Idempotency-Key", aKey, aKey))
	problemIs(t, response, body, 400, "idempotency_key_invalid")
	is(t, "control characters, which net/http refuses", raw(t, server, "POST / HTTP/1.1\r\nHost: a\r\nIdempotency-Key: a\x01b\r\n\r\n", false), 400)
	response, _ = post(t, server, "/", "", with("Cookie", strings.Repeat("c", 2<<20)))
	is(t, "what nobody takes", response.StatusCode, 431)
	is(t, "called", called.Load(), 0)
	response, _ = post(t, server, "/", "", with("Idempotency-Key", `"`+strings.ToUpper(aKey)+`"`))
	is(t, "quoted", response.StatusCode, 201)
}

// raw sends text as it is, and returns the status of the answer.
func raw(t *testing.T, server *httptest.Server, text string, half bool) int {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	if half {
		_ = conn.(*net.TCPConn).CloseWrite()
	}
	answer := new(bytes.Buffer)
	_, _ = io.Copy(answer, io.LimitReader(conn, int64(len("HTTP/1.1 400"))))
	var status int
	_, _ = fmt.Sscanf(answer.String(), "HTTP/1.1 %d", &status)
	return status
}

func TestABodyThatBreaksOff(t *testing.T) {
	var called atomic.Int64
	_, server := once(t, `{}`, counting(&called))
	head := "POST / HTTP/1.1\r\nHost: a\r\nIdempotency-Key: " + aKey + "\r\n"
	is(t, "the client has gone", raw(t, server, head+"Content-Length: 9\r\n\r\nhalf", true), 503)
	is(t, "chunks that are none", raw(t, server, head+"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nno\r\n", false), 400)
	is(t, "called", called.Load(), 0)
	response, body := post(t, server, "/", "whole")
	is(t, "then", response.StatusCode, 201)
	is(t, "body", body, "1 whole")
}

func TestLongRequests(t *testing.T) {
	var called atomic.Int64
	_, server := once(t, `{"http": {"maximum_request": 1000}}`, counting(&called))
	long := strings.Repeat("b", 1001)
	response, body := post(t, server, "/", long)
	problemIs(t, response, body, 413, "idempotency_request_too_large")
	response, body = post(t, server, "/", long, func(r *http.Request) { r.ContentLength = -1 })
	problemIs(t, response, body, 413, "idempotency_request_too_large")
	response, body = post(t, server, "/", long, withoutKey)
	is(t, "without a key", response.StatusCode, 201)
	is(t, "body", body, "1 "+long)
	_, body = post(t, server, "/", long[1:])
	is(t, "as long as may be", body, "2 "+long[1:])

	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	inner := backstayhttp.Idempotent(orders)(counting(&called))
	limited := serverOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 10)
		inner.ServeHTTP(w, r)
	}))
	response, _ = post(t, limited, "/", long)
	is(t, "a limit outside", response.StatusCode, 413)
	is(t, "called", called.Load(), 2)
}

func TestWhoAsks(t *testing.T) {
	var called atomic.Int64
	_, server := once(t, `{}`, counting(&called),
		backstayhttp.WithTenant(func(r *http.Request) string { return r.Header.Get("X-Tenant") }),
		backstayhttp.WithPrincipal(func(r *http.Request) string { return r.Header.Get("X-User") }))
	for _, asking := range []change{
		with("Authorization", "Bearer a"), with("Authorization", "Bearer b"), with("Cookie", "a=1"), with("X-User", "alice"), with("X-Tenant", "t"),
	} {
		_, body := post(t, server, "/", "", asking)
		is(t, "body", body, fmt.Sprintf("%d ", called.Load()))
	}
	is(t, "called", called.Load(), 5)
	_, body := post(t, server, "/", "", with("X-User", "alice"), with("Authorization", "Bearer new"))
	is(t, "who is known needs no credentials", body, "4 ")
}

func TestWhatPassesIsLeftAlone(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, r *http.Request) {
		if _, wrapped := w.(interface{ Unwrap() http.ResponseWriter }); wrapped {
			t.Error("the response is wrapped")
		}
		is(t, "claim", backstayhttp.ClaimOf(r.Context()), nil)
	})
	for _, changed := range []change{withoutKey, func(r *http.Request) { r.Method = http.MethodPut }} {
		response, _ := post(t, server, "/", "body", changed)
		is(t, "status", response.StatusCode, 200)
		is(t, "is a replay", response.Header.Get("X-Idempotent-Replay"), "")
	}
}

func TestALostLeaseIsAnsweredAllTheSame(t *testing.T) {
	var clock *backstay.Runtime
	var server *httptest.Server
	var called atomic.Int64
	var heard []error
	clock, server = once(t, `{"lease": "10s"}`, func(w http.ResponseWriter, r *http.Request) {
		claim := backstayhttp.ClaimOf(r.Context())
		if called.Add(1) == 2 {
			_, _ = io.WriteString(w, "taken over after "+claim.RecoveryPoint())
			return
		}
		is(t, "point", claim.SetRecoveryPoint("charged"), nil)
		is(t, "advanced", clock.Advance(time.Minute), nil)
		_, body := post(t, server, "/", "")
		is(t, "meanwhile", body, "taken over after charged")
		_, _ = io.WriteString(w, "late")
	}, backstayhttp.WithTrouble(func(_ *http.Request, err error) { heard = append(heard, err) }))
	_, body := post(t, server, "/", "")
	is(t, "the late one", body, "late")
	is(t, "heard", len(heard) == 1 && errors.Is(heard[0], backstay.ErrLostLease), true)
	_, body = post(t, server, "/", "")
	is(t, "from then on", body, "taken over after charged")
}

func TestAStoreThatCannotBeUsed(t *testing.T) {
	_, orders := ordersIn(t, "system", "sqlite:/nowhere/at/all.db", `{}`)
	var called atomic.Int64
	server := serverOf(t, backstayhttp.Idempotent(orders)(counting(&called)))
	response, body := post(t, server, "/", "")
	problemIs(t, response, body, 503, "idempotency_store_unavailable")
	is(t, "Retry-After", response.Header.Get("Retry-After"), "1")
	is(t, "called", called.Load(), 0)
	is(t, "switched", orders.SetOnUnavailable(backstay.UnavailableRun, "sale"), nil)
	_, body = post(t, server, "/", "")
	is(t, "unguarded", body, "1 ")
}

func TestOverHTTP2(t *testing.T) {
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	server := httptest.NewUnstartedServer(backstayhttp.Idempotent(orders)(counting(&called)))
	server.EnableHTTP2 = true
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	server.StartTLS()
	t.Cleanup(server.Close)
	for range 2 {
		response, body := post(t, server, "/", "apples", func(r *http.Request) { r.ContentLength = -1 })
		is(t, "protocol", response.ProtoMajor, 2)
		is(t, "body", body, "1 apples")
	}
}

func TestWhoWaitsAndLeavesClaimsNothing(t *testing.T) {
	_, orders := ordersIn(t, "system", "memory:", `{"wait": "1h", "lease": "1h"}`)
	came, left, finish := make(chan struct{}, 3), make(chan struct{}, 3), make(chan struct{})
	working := make(chan struct{})
	var called atomic.Int64
	inner := backstayhttp.Idempotent(orders)(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		called.Add(1)
		close(working)
		<-finish
	}))
	server := serverOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came <- struct{}{}
		inner.ServeHTTP(w, r)
		left <- struct{}{}
	}))
	ended := make(chan struct{})
	go func() { defer close(ended); post(t, server, "/", "") }()
	<-came
	<-working // it holds the key
	ctx, leave := context.WithCancel(context.Background())
	go func() { <-came; leave() }()
	_, err := try(server, "/", "", func(r *http.Request) { *r = *r.WithContext(ctx) })
	is(t, "left", errors.Is(err, context.Canceled), true)
	<-left // the one that waited, since the other can't
	close(finish)
	<-ended
	response, _ := post(t, server, "/", "")
	is(t, "then", response.Header.Get("X-Idempotent-Replay"), "true")
	is(t, "called", called.Load(), 1)
}

func TestARequestThatATestHasMade(t *testing.T) {
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	handler := backstayhttp.Idempotent(orders)(counting(&called))
	for range 2 {
		request, _ := http.NewRequest(http.MethodPost, "http://example.com/orders", nil)
		request.Header.Set("Idempotency-Key", aKey)
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, request)
		is(t, "body", answer.Body.String(), "1 ")
	}
}
