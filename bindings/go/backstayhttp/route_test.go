package backstayhttp_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go/backstayhttp"
	"github.com/backstay-dev/backstay-go/backstaytest"
)

func TestRoutesAndTheirIdempotencies(t *testing.T) {
	runtime := backstaytest.New(t, []byte(`{"stores": {"main": "memory:"}, "idempotency": {
		"orders": {"ttl": "24h"}, "mails": {"ttl": "1m", "http": {"header": "X-Mail-Id", "key_format": "text"}}}}`))
	var called atomic.Int64
	mux := http.NewServeMux()
	mux.Handle("POST /orders/{id}", backstayhttp.Idempotent(named(t, runtime, "orders"))(counting(&called)))
	mux.Handle("/mails", backstayhttp.Idempotent(named(t, runtime, "mails"))(counting(&called)))
	mux.Handle("/open", counting(&called))
	server := serverOf(t, mux)
	_, body := post(t, server, "/orders/1", "")
	is(t, "body", body, "1 ")
	response, body := post(t, server, "/orders/2", "")
	problemIs(t, response, body, 422, "idempotency_key_reused") // of one route
	_, body = post(t, server, "/mails", "", with("X-Mail-Id", "m1"))
	is(t, "body", body, "2 ")
	_, body = post(t, server, "/mails", "", with("X-Mail-Id", "m1"))
	is(t, "body", body, "2 ")
	if err := runtime.Advance(2 * time.Minute); err != nil {
		t.Fatal(err)
	}
	_, body = post(t, server, "/mails", "", with("X-Mail-Id", "m1"))
	is(t, "after its ttl", body, "3 ")
	_, body = post(t, server, "/orders/1", "")
	is(t, "within its ttl", body, "1 ")
	for range 2 {
		_, body = post(t, server, "/open", "")
	}
	is(t, "not wrapped", body, "5 ")
}

func TestOneMiddlewareBeforeAMux(t *testing.T) {
	var called atomic.Int64
	runtime, orders := ordersIn(t, "manual", "memory:", `{}`)
	mux := http.NewServeMux()
	mux.Handle("/", counting(&called))
	server := serverOf(t, backstayhttp.Idempotent(orders,
		backstayhttp.WithSkip(func(r *http.Request) bool { return r.URL.Path == "/hooks" }),
		backstayhttp.WithRoute(func(r *http.Request) string { return "/" + strings.Split(r.URL.Path, "/")[1] }))(mux))
	post(t, server, "/a/1", "")
	response, body := post(t, server, "/a/2", "")
	problemIs(t, response, body, 422, "idempotency_key_reused")
	for range 2 {
		_, body = post(t, server, "/hooks", "")
	}
	is(t, "opted out", body, "3 ")
	is(t, "closed", runtime.Close(), nil)
	response, _ = post(t, server, "/a/1", "")
	is(t, "closed", response.StatusCode, 503)
	broken := serverOf(t, backstayhttp.Idempotent(nil)(mux))
	response, _ = post(t, broken, "/a/1", "")
	is(t, "without an idempotency", response.StatusCode, 500)
}

// A route is the same for the applications of a store, whatever tells it.
func TestAPatternIsARouteWithoutItsMethod(t *testing.T) {
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	for _, pattern := range []string{"POST /orders/{id}", "/orders/{id}", "POST \t/orders/{id}"} {
		mux := http.NewServeMux()
		mux.Handle(pattern, backstayhttp.Idempotent(orders)(counting(&called)))
		_, body := post(t, serverOf(t, mux), "/orders/1", "")
		is(t, pattern, body, "1 ")
	}
	named := backstayhttp.Idempotent(orders, backstayhttp.WithRoute(func(*http.Request) string { return "/orders/{id}" }))
	_, body := post(t, serverOf(t, named(counting(&called))), "/orders/1", "")
	is(t, "named", body, "1 ")
}

func TestWhatIsMountedTwiceIsTwoTargets(t *testing.T) {
	var called atomic.Int64
	_, orders := ordersIn(t, "manual", "memory:", `{}`)
	inner := backstayhttp.Idempotent(orders, backstayhttp.WithRoute(func(*http.Request) string { return "orders" }))(counting(&called))
	mux := http.NewServeMux()
	mux.Handle("/a/", http.StripPrefix("/a", inner))
	mux.Handle("/b/", http.StripPrefix("/b", inner))
	server := serverOf(t, mux)
	_, body := post(t, server, "/a/orders", "")
	is(t, "body", body, "1 ")
	response, body := post(t, server, "/b/orders", "")
	problemIs(t, response, body, 422, "idempotency_key_reused")
}
