package backstay

import (
	"time"
)

// HTTPRequest is a request of HTTP, as an adapter hands it over to [Idempotency.Serve]. What is empty is not known. All texts are bytes as
// the client sent them, each up to 1 MiB.
type HTTPRequest struct {
	Method string
	// Target is path and query, Route the path's pattern, such as /orders/{id}, empty for the path itself.
	Target string
	Route  string
	// Key holds the values of the header field that [Idempotency.KeyHeader] names; none where there is no such field.
	Key []string
	// Tenant and Principal tell who asks, as the application knows it. Without a principal the header field Authorization tells users apart,
	// and without that Cookie.
	Tenant        string
	Principal     string
	Authorization string
	Cookie        string
	// Body of which [Idempotency.Wants] says how much is wanted; where it is longer, any part that is longer than that.
	Body []byte
	// ContentLength is as net/http has it: the length that was declared, -1 where none was.
	ContentLength int64
	// Waited is for [Idempotency.TryServe]: the sum of what [Served.Again] said.
	Waited time.Duration
}

// HTTPResponse is an answer to a request of HTTP.
type HTTPResponse struct {
	StatusCode int
	// Header holds the values of each field. An http.Header can be assigned to it. In a reply the names are in lower case.
	Header map[string][]string
	Body   []byte
}

// Served tells what is to be done with a request.
type Served struct {
	action     ServeAction
	status     Status
	claim      *Claim
	retryAfter time.Duration
	again      time.Duration
	reply      HTTPResponse
}

// Action tells what is to be done.
func (s *Served) Action() ServeAction {
	if s == nil {
		return ServeActionPass
	}
	return s.action
}

// Status is that of the request's claim, such as [StatusReplay]; [StatusOk] also where the request passes, and [StatusInvalidArgument]
// where it was refused without a claim.
func (s *Served) Status() Status {
	if s == nil {
		return StatusOk
	}
	return s.status
}

// Claim returns the key with [ServeActionHold], else nil. End it by [Claim.Respond], or where the handler failed by [Claim.Fail].
func (s *Served) Claim() *Claim {
	if s == nil {
		return nil
	}
	return s.claim
}

// Reply returns what is to be sent with [ServeActionReply], else false.
func (s *Served) Reply() (HTTPResponse, bool) {
	if s == nil || s.action != ServeActionReply {
		return HTTPResponse{}, false
	}
	return s.reply, true
}

// RetryAfter returns what the header field Retry-After of a reply says, more exactly; false where it has none.
func (s *Served) RetryAfter() (time.Duration, bool) {
	if s == nil || s.retryAfter < 0 {
		return 0, false
	}
	return s.retryAfter, true
}

// Again returns how long to pause with [ServeActionAgain], before the request is served once more, as [Idempotency.Serve] does by itself;
// else false.
func (s *Served) Again() (time.Duration, bool) {
	if s == nil || s.again <= 0 {
		return 0, false
	}
	return s.again, true
}
