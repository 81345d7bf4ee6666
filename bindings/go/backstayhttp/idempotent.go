package backstayhttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/backstay-dev/backstay-go"
)

// IdempotentOption changes what [Idempotent] does.
type IdempotentOption func(*idempotent)

type idempotent struct {
	orders    *backstay.Idempotency
	header    string // canonical name of the key's field
	maximum   int64
	tenant    func(*http.Request) string
	principal func(*http.Request) string
	route     func(*http.Request) string
	skip      func(*http.Request) bool
	trouble   func(*http.Request, error)
}

// WithTenant tells whose request it is: keys of different tenants are different keys.
func WithTenant(tenant func(*http.Request) string) IdempotentOption {
	return func(m *idempotent) { m.tenant = tenant }
}

// WithPrincipal tells who asks, such as the user's id: keys of different principals are different keys. Without it, or where it returns
// nothing, the header field Authorization tells users apart, and without that Cookie; both may change while the user stays the same.
func WithPrincipal(principal func(*http.Request) string) IdempotentOption {
	return func(m *idempotent) { m.principal = principal }
}

// WithRoute names the route of a request: a key of one route is another key on another. Without it that is the pattern of
// [http.ServeMux], where the middleware is inside one, else the path.
func WithRoute(route func(*http.Request) string) IdempotentOption {
	return func(m *idempotent) { m.route = route }
}

// WithSkip lets requests pass as if the middleware weren't there, where it stands before several routes.
func WithSkip(skip func(*http.Request) bool) IdempotentOption {
	return func(m *idempotent) { m.skip = skip }
}

// WithTrouble hears of what clients don't: an answer that was sent and couldn't be stored, or came after its lease. It is called on the
// request's goroutine, before the answer is sent.
func WithTrouble(trouble func(*http.Request, error)) IdempotentOption {
	return func(m *idempotent) { m.trouble = trouble }
}

// Idempotent lets a handler run once for each idempotency key, and gives everybody who comes with the same key the first answer. Which
// requests have keys, and what is stored, is configured. Refusals are problem details (RFC 9457).
//
// The answer is collected, and stored before it is sent. One that is longer than the configured maximum_body, flushed on its way or
// hijacked is not collected: it is sent as it comes, and who comes later learns only that it was done. Where the handler panics, it has
// failed, and the panic goes on; where the client has gone and nothing was written, the key is left to its lease. A handler that works
// longer than the lease may run twice: let the lease be longer, or let the handler call [backstay.Claim.Heartbeat] on [ClaimOf].
//
// Wrap each route by the idempotency that it needs, or a whole mux by one. Put it inside of what authenticates. A request's body is read
// before the handler runs, which gets the same bytes again. Body, method and target tell whether it is the same request.
func Idempotent(orders *backstay.Idempotency, options ...IdempotentOption) func(http.Handler) http.Handler {
	m := &idempotent{
		orders: orders, header: http.CanonicalHeaderKey(orders.KeyHeader()), maximum: orders.MaximumBody(),
		tenant: unknown, principal: unknown, route: patternOf,
		skip:    func(*http.Request) bool { return false },
		trouble: func(*http.Request, error) {},
	}
	for _, option := range options {
		option(m)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.serve(w, r, next) })
	}
}

func unknown(*http.Request) string { return "" }

// patternOf returns the pattern that a mux matched, without its method, which is told beside it.
func patternOf(r *http.Request) string {
	if _, pattern, has := strings.Cut(r.Pattern, " "); has {
		return strings.TrimLeft(pattern, " \t")
	}
	return r.Pattern
}

type claimKey struct{}

// ClaimOf returns the claim under which a handler runs, nil where it runs without one: for its fence and recovery point, and for
// heartbeats. The middleware ends it.
func ClaimOf(ctx context.Context) *backstay.Claim {
	claim, _ := ctx.Value(claimKey{}).(*backstay.Claim)
	return claim
}

func (m *idempotent) serve(w http.ResponseWriter, r *http.Request, next http.Handler) {
	if m.skip(r) {
		next.ServeHTTP(w, r)
		return
	}
	wanted, err := m.orders.Wants(r.Method, r.Header[m.header])
	if err != nil {
		fail(w, statusOfTrouble(err, http.StatusInternalServerError))
		return
	}
	if wanted == 0 {
		next.ServeHTTP(w, r)
		return
	}
	body, declared, err := read(r, wanted)
	if err != nil {
		fail(w, http.StatusRequestEntityTooLarge)
		return
	}
	served, err := m.orders.Serve(r.Context(), m.request(r, body, declared))
	if err != nil {
		fail(w, statusOfTrouble(err, http.StatusRequestHeaderFieldsTooLarge))
		return
	}
	switch reply, done := served.Reply(); {
	case done:
		send(w, reply)
	case served.Claim() != nil:
		m.run(w, again(r, body), next, served.Claim())
	default:
		next.ServeHTTP(w, again(r, body))
	}
}

// read returns a request's body, or more of it than is wanted, and the length that it should have. One that broke off lacks at least a byte
// of it. The error is that of a limit around the middleware.
func read(r *http.Request, wanted int64) (body []byte, declared int64, err error) {
	body, err = io.ReadAll(io.LimitReader(bodyOf(r), wanted+1))
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		return nil, 0, err
	case err != nil:
		return body, max(r.ContentLength, int64(len(body))+1), nil
	}
	return body, r.ContentLength, nil
}

func (m *idempotent) request(r *http.Request, body []byte, declared int64) backstay.HTTPRequest {
	target := r.RequestURI // as it was sent, whatever StripPrefix has left of the URL
	if !strings.HasPrefix(target, "/") {
		target = r.URL.RequestURI()
	}
	return backstay.HTTPRequest{
		Method: r.Method, Target: target, Route: m.route(r), Key: r.Header[m.header], Tenant: m.tenant(r), Principal: m.principal(r),
		Authorization: strings.Join(r.Header["Authorization"], ", "), Cookie: strings.Join(r.Header["Cookie"], "; "),
		Body: body, ContentLength: declared,
	}
}

// again gives the handler the body that was read, and what may be left of it.
func again(r *http.Request, body []byte) *http.Request {
	handlers := r.WithContext(r.Context()) // a copy
	handlers.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), bodyOf(r)), bodyOf(r)}
	return handlers
}

// bodyOf returns the body, also of a request that a test has made and no server.
func bodyOf(r *http.Request) io.ReadCloser {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

// run calls the handler for the key that is held.
func (m *idempotent) run(w http.ResponseWriter, r *http.Request, next http.Handler, claim *backstay.Claim) {
	answer := &collector{
		ResponseWriter: w, claim: claim, maximum: m.maximum, declared: -1,
		trouble: func(err error) { m.trouble(r, err) },
	}
	defer func() {
		if answer.ended {
			return
		}
		panicked := recover()
		answer.fail(panicked)
		if panicked != nil {
			panic(panicked)
		}
	}()
	next.ServeHTTP(answer, r.WithContext(context.WithValue(r.Context(), claimKey{}, claim)))
	if err := r.Context().Err(); err != nil && answer.status == 0 {
		answer.leave()
		return
	}
	answer.end()
}

// send answers with what is stored, or with a refusal.
func send(w http.ResponseWriter, reply backstay.HTTPResponse) {
	header := w.Header()
	for name, values := range reply.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	w.WriteHeader(reply.StatusCode)
	_, _ = w.Write(reply.Body) // the client may be gone
}

// statusOfTrouble tells how a request is answered that was neither served nor refused. Never as if it had been carried out, even where
// nobody listens any more.
func statusOfTrouble(err error, misuse int) int {
	switch {
	case errors.Is(err, backstay.ErrClosed), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	case errors.Is(err, backstay.ErrInvalidArgument):
		return misuse
	}
	return http.StatusInternalServerError
}

func fail(w http.ResponseWriter, status int) { http.Error(w, http.StatusText(status), status) }
