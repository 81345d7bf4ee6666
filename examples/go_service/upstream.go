package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstayhttp"
)

var (
	errUnknown = errors.New("there is no such policy")
	errNoKey   = errors.New("the header Idempotency-Key is missing")
)

// upstream has a client for each policy, whose every request is made under it: its timeouts, retries, breaker and bulkhead.
type upstream struct {
	url, caller string
	clients     map[string]*http.Client
	unreached   atomic.Int64 // attempts that found no connection, which is what the upstream can't know
}

func newUpstream(runtime *backstay.Runtime) *upstream {
	service := os.Getenv("SERVICE_NAME")
	if service == "" {
		service = "go"
	}
	u := &upstream{
		url:     os.Getenv("UPSTREAM_URL"),
		caller:  fmt.Sprintf("%s/%d", service, os.Getpid()),
		clients: map[string]*http.Client{},
	}
	wire := &counting{&http.Transport{}, &u.unreached}
	for _, name := range outbound {
		policy := must(runtime.Policy(name))
		u.clients[name] = &http.Client{Transport: backstayhttp.NewTransport(policy, wire, backstayhttp.WithKey(nil))}
	}
	return u
}

// send makes a call; the same key on all attempts is what makes it safe to repeat a payment.
func (u *upstream) send(r *http.Request, policy, method, path string) (status int, err error) {
	client, ok := u.clients[policy]
	if !ok {
		return 0, errUnknown
	}
	key := r.Header.Get("Idempotency-Key")
	if key == "" {
		return 0, errNoKey
	}
	request, err := http.NewRequestWithContext(r.Context(), method, u.url+path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("X-Caller", u.caller)
	request.Header.Set("Idempotency-Key", key)
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, err
}

// counting is the wire below the guard, so that it sees each attempt.
type counting struct {
	wire      http.RoundTripper
	unreached *atomic.Int64
}

func (c *counting) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := c.wire.RoundTrip(request)
	if err != nil && request.Context().Err() == nil { // refused, or reset before the upstream took it
		c.unreached.Add(1)
	}
	return response, err
}
