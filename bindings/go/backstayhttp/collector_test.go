package backstayhttp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
)

// begun sends a request on a connection of its own, and returns its answer before the handler has.
func begun(t *testing.T, server *httptest.Server) *http.Response {
	t.Helper()
	response, err := try(server, "/", "", func(r *http.Request) { r.Close = true })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func readFull(t *testing.T, response *http.Response, length int) string {
	t.Helper()
	body := make([]byte, length)
	if _, err := io.ReadFull(response.Body, body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// wasDone checks that a request was carried out and its answer not kept.
func wasDone(t *testing.T, server *httptest.Server) {
	t.Helper()
	response, body := post(t, server, "/", "")
	problemIs(t, response, body, 409, "idempotency_body_not_kept")
}

func TestAStreamIsNotHeldBackAndNotKept(t *testing.T) {
	for name, flush := range map[string]func(http.ResponseWriter) error{
		"flusher":    func(w http.ResponseWriter) error { w.(http.Flusher).Flush(); return nil },
		"controller": func(w http.ResponseWriter) error { return http.NewResponseController(w).Flush() },
	} {
		t.Run(name, func(t *testing.T) {
			more := make(chan struct{})
			_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
				is(t, "deadline", http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)), nil)
				_, _ = io.WriteString(w, "first ")
				is(t, "flushed", flush(w), nil)
				<-more
				_, _ = io.Copy(w, strings.NewReader("second"))
			})
			response := begun(t, server)
			is(t, "comes at once", readFull(t, response, 6), "first ")
			again, body := post(t, server, "/", "")
			problemIs(t, again, body, 409, "idempotency_in_flight")
			close(more)
			is(t, "then", readFull(t, response, 6), "second")
			_, err := response.Body.Read(make([]byte, 1))
			is(t, "ends", err, io.EOF)
			wasDone(t, server)
		})
	}
}

func TestAFlushAtTheEndOfADeclaredLengthKeepsTheAnswer(t *testing.T) {
	returns := make(chan struct{})
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "5")
		_, _ = io.WriteString(w, "whole")
		w.(http.Flusher).Flush()
		<-returns
	})
	defer close(returns)
	is(t, "body", readFull(t, begun(t, server), 5), "whole")
	response, body := post(t, server, "/", "")
	is(t, "is a replay", response.Header.Get("X-Idempotent-Replay"), "true")
	is(t, "body", body, "whole")
}

func TestALongAnswerIsSentWholeAndNotKept(t *testing.T) {
	for _, declared := range []bool{false, true} {
		for _, size := range []int{1000, 1001, 1 << 20} {
			_, server := once(t, `{"maximum_body": 1000}`, func(w http.ResponseWriter, _ *http.Request) {
				if declared {
					w.Header().Set("Content-Length", fmt.Sprint(size))
				}
				for left := size; left > 0; left -= 700 {
					_, _ = io.WriteString(w, strings.Repeat("b", min(left, 700)))
				}
			})
			_, body := post(t, server, "/", "")
			is(t, "length", len(body), size)
			if size > 1000 {
				wasDone(t, server)
				continue
			}
			_, body = post(t, server, "/", "")
			is(t, "replayed", len(body), size)
		}
	}
}

// Who has the last byte and asks again is never told that the first is still at it.
func TestAnAnswerIsReportedBeforeItsLastByte(t *testing.T) {
	returns := make(chan struct{})
	_, server := once(t, `{"maximum_body": 10}`, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "20")
		_, _ = io.WriteString(w, strings.Repeat("b", 10))
		_, _ = io.WriteString(w, strings.Repeat("b", 10))
		w.(http.Flusher).Flush()
		<-returns
	})
	defer close(returns)
	readFull(t, begun(t, server), 20)
	wasDone(t, server)
}

func TestHeadersAreThoseOfTheMomentOfTheStatus(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-A", "before")
		w.WriteHeader(http.StatusAccepted)
		w.Header().Set("X-A", "after")
		w.Header().Set("X-B", "after")
		w.WriteHeader(http.StatusTeapot) // too late
		_, _ = io.WriteString(w, "<html>")
	})
	for range 2 {
		response, body := post(t, server, "/", "")
		is(t, "status", response.StatusCode, 202)
		is(t, "X-A", strings.Join(response.Header["X-A"], "|"), "before")
		is(t, "X-B", response.Header.Get("X-B"), "")
		is(t, "Content-Type", response.Header.Get("Content-Type"), "text/html; charset=utf-8")
		is(t, "body", body, "<html>")
	}
}

func TestEarlyHintsAndTrailers(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.Header().Set("Trailer", "X-Sum")
		_, _ = io.WriteString(w, "body")
		w.Header().Set("X-Sum", "4")
		w.Header().Set(http.TrailerPrefix+"X-More", "5")
	})
	var hints []int
	trace := &httptrace.ClientTrace{Got1xxResponse: func(code int, _ textproto.MIMEHeader) error { hints = append(hints, code); return nil }}
	response, body := post(t, server, "/", "", func(r *http.Request) { *r = *r.WithContext(httptrace.WithClientTrace(r.Context(), trace)) })
	is(t, "hints", fmt.Sprint(hints), "[103]")
	is(t, "body", body, "body")
	is(t, "trailers", response.Trailer.Get("X-Sum")+response.Trailer.Get("X-More"), "45")
	wasDone(t, server) // since nobody could give the trailers again
}

func TestAnswersWithoutABody(t *testing.T) {
	for _, status := range []int{204, 304} {
		_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, err := io.WriteString(w, "no")
			is(t, "write", err, http.ErrBodyNotAllowed)
			w.(http.Flusher).Flush()
		})
		for replayed := range 2 {
			response, body := post(t, server, "/", "")
			is(t, "status", response.StatusCode, status)
			is(t, "body", body, "")
			is(t, "length", response.Header.Get("Content-Length"), "")
			is(t, "is a replay", response.Header.Get("X-Idempotent-Replay") == "true", replayed == 1)
		}
	}
	_, server := once(t, `{}`, func(http.ResponseWriter, *http.Request) {})
	for range 2 {
		response, _ := post(t, server, "/", "")
		is(t, "status", response.StatusCode, 200)
		is(t, "length", response.ContentLength, int64(0))
	}
}

func TestAStatusDecidesWhatBecomesOfTheKey(t *testing.T) {
	for status, wanted := range map[int]int64{200: 1, 302: 1, 404: 1, 422: 1, 429: 2, 503: 2, 401: 2} {
		var called atomic.Int64
		_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) { called.Add(1); w.WriteHeader(status) })
		server.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for range 2 {
			response, _ := post(t, server, "/", "")
			is(t, "status", response.StatusCode, status)
		}
		is(t, fmt.Sprint(status), called.Load(), wanted)
	}
	_, server := once(t, `{}`, answers(500))
	response, _ := post(t, server, "/", "")
	is(t, "status", response.StatusCode, 500)
	response, body := post(t, server, "/", "")
	problemIs(t, response, body, 409, "idempotency_in_flight") // left to the lease
	_, server = once(t, `{"on_failure": "store"}`, answers(500))
	for range 2 {
		response, _ = post(t, server, "/", "")
		is(t, "status", response.StatusCode, 500)
	}
	is(t, "is a replay", response.Header.Get("X-Idempotent-Replay"), "true")
}

func TestAHandlerThatPanics(t *testing.T) {
	for _, flushed := range []bool{false, true} {
		for settings, wanted := range map[string]struct {
			status int
			code   string
		}{`{}`: {409, "idempotency_in_flight"}, `{"on_failure": "store"}`: {500, "idempotency_failed"}} {
			_, server := once(t, settings, func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, "half")
				if flushed {
					w.(http.Flusher).Flush()
				}
				panic(http.ErrAbortHandler)
			})
			response, err := try(server, "/", "")
			if err == nil {
				_, err = io.ReadAll(response.Body)
				response.Body.Close()
			}
			is(t, "the connection breaks", err != nil, true)
			response, body := post(t, server, "/", "")
			problemIs(t, response, body, wanted.status, wanted.code)
		}
	}
}

func TestAPanicThatIsRecoveredInsideIsAnAnswer(t *testing.T) {
	var called atomic.Int64
	_, server := once(t, `{"on_failure": "store"}`, func(w http.ResponseWriter, _ *http.Request) {
		defer func() { http.Error(w, fmt.Sprint(recover()), http.StatusInternalServerError) }()
		called.Add(1)
		panic("boom")
	})
	for range 2 {
		response, body := post(t, server, "/", "")
		is(t, "status", response.StatusCode, 500)
		is(t, "body", body, "boom\n")
	}
	is(t, "called", called.Load(), 1)
}

// left runs a handler whose client goes while it works.
func left(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	t.Helper()
	working, ended := make(chan struct{}), make(chan struct{})
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	inner := backstayhttp.Idempotent(orders)(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		is(t, "called", called.Add(1), 1)
		close(working)
		<-r.Context().Done()
		handler(w, r)
	}))
	server := serverOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner.ServeHTTP(w, r)
		select {
		case <-ended:
		default:
			close(ended)
		}
	}))
	ctx, leave := context.WithCancel(context.Background())
	go func() { <-working; leave() }()
	_, err := try(server, "/", "", func(r *http.Request) { *r = *r.WithContext(ctx) })
	is(t, "left", errors.Is(err, context.Canceled), true)
	<-ended
	return server
}

func TestAClientThatGoesLeavesTheKeyToItsLease(t *testing.T) {
	server := left(t, func(http.ResponseWriter, *http.Request) {})
	response, body := post(t, server, "/", "")
	problemIs(t, response, body, 409, "idempotency_in_flight")
}

func TestAnAnswerForAClientThatWentIsThereWhenItComesBack(t *testing.T) {
	server := left(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "done") })
	response, body := post(t, server, "/", "")
	is(t, "is a replay", response.Header.Get("X-Idempotent-Replay"), "true")
	is(t, "body", body, "done")
}

func TestAHijackedConnectionIsNotKept(t *testing.T) {
	reported := make(chan struct{})
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	inner := backstayhttp.Idempotent(orders)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = buffered.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nraw")
		_ = buffered.Flush()
		_, err = w.Write(nil)
		is(t, "write", err, http.ErrHijacked)
	}))
	server := serverOf(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner.ServeHTTP(w, r)
		if r.Header.Get("X-First") != "" {
			close(reported)
		}
	}))
	_, body := post(t, server, "/", "", with("X-First", "1"))
	is(t, "body", body, "raw")
	<-reported
	wasDone(t, server)
}

func TestAFieldThatCannotBeStored(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-A", "a\nSet-Cookie: b")
		_, _ = io.WriteString(w, "done")
	})
	response, body := post(t, server, "/", "")
	is(t, "body", body, "done")
	is(t, "cookie", response.Header.Get("Set-Cookie"), "")
	wasDone(t, server)
}

func TestBytesOfHeadersComeBackAsTheyWere(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["X-A"] = []string{"caf\xe9", "\xc3\xa9", ""}
		w.Header()["Date"] = nil
	})
	for range 2 {
		response, _ := post(t, server, "/", "")
		is(t, "values", strings.Join(response.Header["X-A"], "|"), "caf\xe9|\xc3\xa9|")
	}
}

func TestWhatNetHTTPSaysOfAStatusThatIsNone(t *testing.T) {
	_, server := once(t, `{}`, func(w http.ResponseWriter, _ *http.Request) {
		defer func() { is(t, "panics", fmt.Sprint(recover()), "invalid WriteHeader code 42") }()
		w.WriteHeader(42)
	})
	post(t, server, "/", "")
}

func TestInsideOfAGuard(t *testing.T) {
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	var called atomic.Int64
	runtime, err := backstay.New([]byte(`{"policies": {"p": {"rate_limit": "100/1m"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = runtime.Close() })
	policy, err := runtime.Policy("p")
	if err != nil {
		t.Fatal(err)
	}
	server := serverOf(t, backstayhttp.Middleware(policy)(backstayhttp.Idempotent(orders)(counting(&called))))
	var last *http.Response
	for range 2 {
		response, body := post(t, server, "/", "")
		is(t, "body", body, "1 ")
		is(t, "one of a kind", len(response.Header["Ratelimit-Policy"]), 1)
		last = response
	}
	is(t, "counted anew", strings.Contains(last.Header.Get("RateLimit"), "r=98"), true)
}
