// A net/http service that takes payments and tells prices through an upstream, every upstream call behind a policy.
//
//	BACKSTAY_CONFIG=../backstay.json UPSTREAM_URL=http://127.0.0.1:9000 go run . 127.0.0.1:8000
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"strconv"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
)

var outbound = []string{"payments", "baseline", "retries", "budgeted"}

type checkout struct {
	runtime  *backstay.Runtime
	payments *backstay.Policy
	upstream *upstream
}

// pay answers 200 when paid, 502 when the upstream failed, 504 when it took too long, and problem details when a policy refused.
func (c *checkout) pay(w http.ResponseWriter, r *http.Request) {
	policy := r.PathValue("policy")
	if policy == "" {
		policy = "payments"
	}
	status, err := c.upstream.send(r, policy, http.MethodPost, "/charge")
	switch {
	case errors.Is(err, errUnknown), errors.Is(err, errNoKey):
		http.Error(w, err.Error(), http.StatusBadRequest)
	case err == nil && status < http.StatusMultipleChoices:
		answer(w, http.StatusOK, map[string]bool{"paid": true})
	case backstayhttp.WriteError(w, r, err):
	case errors.Is(err, context.DeadlineExceeded):
		answer(w, http.StatusGatewayTimeout, map[string]bool{"paid": false})
	default:
		answer(w, http.StatusBadGateway, map[string]bool{"paid": false})
	}
}

// price tells what something costs; who asks too often gets 429 and the RateLimit fields.
func (c *checkout) price(w http.ResponseWriter, r *http.Request) {
	status, err := c.upstream.send(r, "payments", http.MethodGet, "/price")
	switch {
	case err == nil:
		answer(w, status, map[string]int{"price": 42})
	case backstayhttp.WriteError(w, r, err):
	default:
		http.Error(w, err.Error(), http.StatusBadGateway)
	}
}

// events tells what this process knows: its breaker's transitions, and attempts that found no connection.
func (c *checkout) events(w http.ResponseWriter, r *http.Request) {
	page, err := c.runtime.Events(0)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	known := []map[string]any{}
	for _, e := range page.Events {
		known = append(known, map[string]any{"wall_ns": e.WallNs, "kind": e.Kind, "from": e.From, "to": e.To, "message": e.Message})
	}
	answer(w, http.StatusOK, map[string]any{
		"worker": os.Getpid(), "unreached": c.upstream.unreached.Load(), "dropped": page.Dropped, "events": known,
	})
}

func (c *checkout) metrics(w http.ResponseWriter, r *http.Request) {
	text, err := c.runtime.MetricsOf(strconv.Itoa(os.Getpid()))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte(text))
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the client may be gone
}

// worker puts this process and its breaker's state on an answer when it begins, so that the driver can tell processes apart.
type worker struct {
	http.ResponseWriter
	payments *backstay.Policy
	begun    bool
}

func (w *worker) WriteHeader(status int) {
	if !w.begun {
		w.begun = true
		snapshot, _ := w.payments.Snapshot() // fails only once the runtime is closed
		w.Header().Set("X-Worker", strconv.Itoa(os.Getpid()))
		w.Header().Set("X-Breaker-State", string(snapshot.State))
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *worker) Write(body []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(body)
}

func (c *checkout) handler(prices *backstay.Policy) http.Handler {
	customer := func(r *http.Request) string { return r.Header.Get("X-Customer") }
	limited := backstayhttp.Middleware(prices, backstayhttp.WithRequestKey(customer))
	mux := http.NewServeMux()
	mux.HandleFunc("POST /pay", c.pay)
	mux.HandleFunc("POST /pay/{policy}", c.pay)
	mux.Handle("GET /price", limited(http.HandlerFunc(c.price)))
	mux.HandleFunc("GET /events", c.events)
	mux.HandleFunc("GET /metrics", c.metrics)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mux.ServeHTTP(&worker{ResponseWriter: w, payments: c.payments}, r)
	})
}

func main() {
	address := "127.0.0.1:8000"
	if len(os.Args) > 1 {
		address = os.Args[1]
	}
	runtime := must(backstay.Open(""))
	service := &checkout{runtime, must(runtime.Policy("payments")), newUpstream(runtime)}
	log.Fatal(http.ListenAndServe(address, service.handler(must(runtime.Policy("prices")))))
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
