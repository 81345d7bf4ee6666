package backstay

import (
	"context"
	"runtime"
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// The core takes no longer text of a request. A key is far shorter, so one that is cut there is refused as the whole would be.
const longestText = 1 << 20

// OnUnavailable tells what happens while a store can't be used.
type OnUnavailable int

const (
	// UnavailableAsConfigured: what the configuration says.
	UnavailableAsConfigured OnUnavailable = -1
	// UnavailableRefuse: claims are refused.
	UnavailableRefuse OnUnavailable = 0
	// UnavailableRun: callers act unguarded, by a claim whose steps do nothing, so that an effect may happen twice.
	UnavailableRun OnUnavailable = 1
)

// SetOnUnavailable says what happens while the store can't be used, until told otherwise. The reason, 1 to 128 bytes, is recorded in an
// event.
func (i *Idempotency) SetOnUnavailable(mode OnUnavailable, reason string) error {
	if i == nil || i.runtime == nil {
		return nilIdempotency()
	}
	defer runtime.KeepAlive(i)
	if err := done(flat.Idempotency_set_on_unavailable(i.handle, int64(mode), reason)); err != nil {
		return err
	}
	i.runtime.log(context.Background())
	return nil
}

// KeyHeader returns the name of the request header field that holds the key, as configured.
func (i *Idempotency) KeyHeader() string {
	if i == nil || i.runtime == nil {
		return ""
	}
	defer runtime.KeepAlive(i)
	name, _ := text(flat.Idempotency_key_header(i.handle)) // it can't fail
	return name
}

// MaximumBody returns how many bytes of an answer's body are kept, as configured: who collects it needs no more.
func (i *Idempotency) MaximumBody() int64 {
	if i == nil || i.runtime == nil {
		return 0
	}
	defer runtime.KeepAlive(i)
	return flat.Idempotency_maximum_body(i.handle)
}

// Wants tells how many bytes of a request's body are to be read before it is served. 0: the request passes, since its method is none of
// the configured ones, or it has no key and needs none. It is cheap, so that every request can be asked about. The key is as in
// [HTTPRequest].
func (i *Idempotency) Wants(method string, key []string) (int64, error) {
	if i == nil || i.runtime == nil {
		return 0, nilIdempotency()
	}
	defer runtime.KeepAlive(i)
	wanted := flat.Idempotency_wants(i.handle, method, joined(key))
	switch {
	case wanted >= 0:
		return wanted, nil
	case Status(wanted) == StatusClosed:
		return 0, &Error{StatusClosed, "the runtime was closed"}
	}
	return 0, &Error{Status(wanted), "method: is longer than 1 MiB"}
}

// Serve decides what is done with a request of HTTP, and claims its key. While another request of the key is worked on, it waits for that
// one's answer as long as is configured. A goroutine that waits holds no thread, and ctx ends the wait at once: then nothing is claimed.
//
// What the client or the store is to blame for is a reply. Errors are a context that ended, a closed runtime, and texts that are too long.
func (i *Idempotency) Serve(ctx context.Context, request HTTPRequest) (*Served, error) {
	for {
		served, err := i.TryServe(ctx, request)
		if err != nil {
			return nil, err
		}
		again, goesOn := served.Again()
		if !goesOn {
			return served, nil
		}
		if err := i.pause(ctx, again); err != nil {
			return nil, err
		}
		request.Waited += again
	}
}

// TryServe does the same without a wait for another request's answer: see [Served.Again].
func (i *Idempotency) TryServe(ctx context.Context, request HTTPRequest) (*Served, error) {
	switch {
	case i == nil || i.runtime == nil:
		return nil, nilIdempotency()
	case ctx == nil:
		return nil, nilContext()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	defer runtime.KeepAlive(i)
	r := &request
	key, credentials, body := joined(r.Key), r.Authorization+"\n"+r.Cookie, string(r.Body)
	length, waited := max(r.ContentLength, none), int64(r.Waited)
	if !i.blocks {
		return newServed(flat.Idempotency_serve(
			i.handle, r.Method, r.Target, r.Route, key, r.Tenant, r.Principal, credentials, body, length, waited), nil)
	}
	var served *Served
	submit := func(queue, token int64) int64 {
		return flat.Idempotency_serve_submit(
			i.handle, queue, token, r.Method, r.Target, r.Route, key, r.Tenant, r.Principal, credentials, body, length, waited)
	}
	err := i.runtime.await(ctx, submit, func(queue, result int64) (err error) {
		served, err = newServed(flat.Idempotency_serve_take(queue, result), i.runtime)
		return err
	})
	return served, err
}

// joined makes one value of those of all fields of the key's name, as HTTP says, empty where there is none. A space stands for a field
// that is there and empty.
func joined(values []string) string {
	value := strings.Join(values, ", ")
	if len(values) > 0 && value == "" {
		return " "
	}
	return value[:min(len(value), longestText)]
}

// newServed reads the owned result of a request and frees it.
func newServed(result int64, carrier *Runtime) (*Served, error) {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return nil, err
	}
	number := func(index int) int64 { return flat.Result_number(result, int64(index)) }
	served := &Served{
		action:     ServeAction(number(flat.FLAT_SERVED_ACTION)),
		status:     Status(number(flat.FLAT_SERVED_STATUS)),
		retryAfter: time.Duration(number(flat.FLAT_SERVED_RETRY_AFTER_NS)),
		again:      time.Duration(number(flat.FLAT_SERVED_AGAIN_NS)),
	}
	text := flat.Result_bytes(result)
	point := text[:number(flat.FLAT_SERVED_RECOVERY_POINT_LENGTH)]
	if handle := flat.Result_handle(result); handle != 0 {
		served.claim = holding(handle, carrier, ClaimStatus(served.status))
		served.claim.fence, served.claim.takeovers = number(flat.FLAT_SERVED_FENCE), number(flat.FLAT_SERVED_TAKEOVERS)
		served.claim.recoveryPoint = strings.Clone(point)
	}
	if served.action == ServeActionReply {
		text = text[len(point):]
		lines := text[:number(flat.FLAT_SERVED_HEADERS_LENGTH)]
		served.reply = HTTPResponse{
			StatusCode: int(number(flat.FLAT_SERVED_STATUS_CODE)), Header: fromLines(lines), Body: []byte(text[len(lines):]),
		}
	}
	return served, nil
}
