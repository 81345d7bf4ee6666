package backstay_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

const uuid = "8e03978e-40d5-43dd-bc93-6894a57f9324"

func posted(body string) backstay.HTTPRequest {
	return backstay.HTTPRequest{
		Method: "POST", Target: "/orders", Key: []string{uuid}, Authorization: "Bearer a", Body: []byte(body), ContentLength: int64(len(body)),
	}
}

func serve(t testing.TB, orders *backstay.Idempotency, request backstay.HTTPRequest) *backstay.Served {
	t.Helper()
	served, err := orders.Serve(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return served
}

func created(header map[string][]string, body string) backstay.HTTPResponse {
	return backstay.HTTPResponse{StatusCode: 201, Header: header, Body: []byte(body)}
}

func replied(t testing.TB, served *backstay.Served) backstay.HTTPResponse {
	t.Helper()
	reply, ok := served.Reply()
	is(t, "is a reply", ok, true)
	is(t, "action", served.Action(), backstay.ServeActionReply)
	return reply
}

func TestARequestIsHeldAndItsAnswerReplayed(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	first := serve(t, orders, posted(`{"item": 1}`))
	is(t, "action", first.Action(), backstay.ServeActionHold)
	is(t, "status", first.Status(), backstay.StatusOk)
	is(t, "claim's status", first.Claim().Status(), backstay.ClaimStatusNew)
	is(t, "fence", first.Claim().Fence() > 0, true)
	_, again := first.Claim().RetryAfter()
	is(t, "retry after", again, false)

	// Bytes of Latin-1 come back as they were, and so do several fields of a name.
	answer := created(map[string][]string{"X-Name": {"caf\xe9", "b"}, "Content-Type": {"text/plain"}, "Set-Cookie": {"s=1"}}, "made \xff")
	is(t, "responded", first.Claim().Respond(answer, true), nil)
	reply := replied(t, serve(t, orders, posted(`{"item": 1}`)))
	is(t, "status code", reply.StatusCode, 201)
	is(t, "body", string(reply.Body), "made \xff")
	is(t, "names", strings.Join(slices.Sorted(maps.Keys(reply.Header)), " "), "content-length content-type x-idempotent-replay x-name")
	is(t, "values", strings.Join(reply.Header["x-name"], "|"), "caf\xe9|b")

	other := serve(t, orders, posted(`{"item": 2}`))
	is(t, "status", other.Status(), backstay.StatusMismatch)
	is(t, "status code", replied(t, other).StatusCode, 422)
	is(t, "told twice", errors.Is(first.Claim().Respond(answer, true), backstay.ErrLostLease), true)
}

func TestAnAnswerThatIsNotKept(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	is(t, "responded", serve(t, orders, posted("")).Claim().Respond(created(nil, ""), false), nil)
	served := serve(t, orders, posted(""))
	is(t, "status", served.Status(), backstay.StatusBodyNotKept)
	is(t, "status code", replied(t, served).StatusCode, 409)
}

func TestWhoAsksMakesTheKey(t *testing.T) {
	_, orders := idempotent(t, `{}`)
	is(t, "responded", serve(t, orders, posted("")).Claim().Respond(created(nil, ""), true), nil)
	for name, change := range map[string]func(*backstay.HTTPRequest){
		"tenant": func(r *backstay.HTTPRequest) { r.Tenant = "t" }, "principal": func(r *backstay.HTTPRequest) { r.Principal = "p" },
		"authorization": func(r *backstay.HTTPRequest) { r.Authorization = "Bearer b" },
		"route":         func(r *backstay.HTTPRequest) { r.Route = "/{any}" }, "method": func(r *backstay.HTTPRequest) { r.Method = "PATCH" },
		"cookie": func(r *backstay.HTTPRequest) { r.Authorization, r.Cookie = "", "Bearer a" },
	} {
		request := posted("")
		change(&request)
		is(t, name, serve(t, orders, request).Action(), backstay.ServeActionHold)
	}
	request := posted("")
	request.Cookie = "other"
	is(t, "cookie beside authorization", serve(t, orders, request).Action(), backstay.ServeActionReply)
}

func TestServeWaitsOnTheRuntimesClock(t *testing.T) {
	_, orders := idempotent(t, `{"wait": "1m", "lease": "10s"}`)
	first := serve(t, orders, posted(""))
	is(t, "point", first.Claim().SetRecoveryPoint("charged"), nil)
	tried, err := orders.TryServe(context.Background(), posted(""))
	is(t, "error", err, nil)
	is(t, "action", tried.Action(), backstay.ServeActionAgain)
	again, ok := tried.Again()
	is(t, "pause", ok && again > 0, true)
	second := serve(t, orders, posted("")) // takes over, since the manual clock has passed the lease
	is(t, "action", second.Action(), backstay.ServeActionHold)
	is(t, "status", second.Status(), backstay.StatusTakenOver)
	is(t, "takeovers", second.Claim().Takeovers(), int64(1))
	is(t, "recovery point", second.Claim().RecoveryPoint(), "charged")

	waited := posted("")
	waited.Waited = time.Minute
	over, err := orders.TryServe(context.Background(), waited)
	is(t, "error", err, nil)
	is(t, "status code", replied(t, over).StatusCode, 409)
	left, ok := over.RetryAfter()
	is(t, "retry after", ok && left > 0 && left <= 11*time.Second, true)
}

func TestWantsOfRequests(t *testing.T) {
	_, orders := idempotent(t, `{"key": "required", "http": {"maximum_request": 100, "header": "X-Key"}, "maximum_body": 7}`)
	is(t, "header", orders.KeyHeader(), "X-Key")
	is(t, "maximum", orders.MaximumBody(), int64(7))
	for method, wanted := range map[string]int64{"POST": 100, "GET": 0} {
		found, err := orders.Wants(method, nil)
		is(t, "error", err, nil)
		is(t, method, found, wanted)
	}
	for name, change := range map[string]func(*backstay.HTTPRequest){
		"no key": func(r *backstay.HTTPRequest) { r.Key = nil }, "an empty key": func(r *backstay.HTTPRequest) { r.Key = []string{""} },
		"two keys":   func(r *backstay.HTTPRequest) { r.Key = []string{uuid, uuid} },
		"a huge key": func(r *backstay.HTTPRequest) { r.Key = []string{strings.Repeat("k", 10<<20)} },
		"bytes":      func(r *backstay.HTTPRequest) { r.Key = []string{"\xff\x00\n"} },
		"a cut body": func(r *backstay.HTTPRequest) { r.ContentLength = 9 },
	} {
		request := posted("")
		change(&request)
		served := serve(t, orders, request)
		is(t, name, replied(t, served).StatusCode, 400)
		is(t, "status", served.Status(), backstay.StatusInvalidArgument)
	}
	is(t, "a long body", replied(t, serve(t, orders, posted(strings.Repeat("b", 101)))).StatusCode, 413)
	optional := open(t, document("manual", "memory:", `{}`))
	found, err := ordersOf(t, optional).Wants("POST", nil)
	is(t, "error", err, nil)
	is(t, "without a key", found, int64(0))
	found, err = ordersOf(t, optional).Wants("POST", []string{""})
	is(t, "error", err, nil)
	is(t, "with an empty one", found, int64(1<<20))
}

func TestMisusedRequests(t *testing.T) {
	r, orders := idempotent(t, `{}`)
	claim := serve(t, orders, posted("")).Claim()
	for _, field := range []string{"a\nb", "a\rb", "a\x00b"} {
		err := claim.Respond(created(map[string][]string{"X-A": {field}}, ""), true)
		is(t, "refused", errors.Is(err, backstay.ErrInvalidArgument), true)
		is(t, "names it", strings.Contains(err.Error(), "X-A"), true)
	}
	is(t, "no name", errors.Is(claim.Respond(created(map[string][]string{"X\nA": {"a"}}, ""), true), backstay.ErrInvalidArgument), true)
	is(t, "no status", errors.Is(claim.Respond(backstay.HTTPResponse{}, true), backstay.ErrInvalidArgument), true)
	is(t, "goes on", claim.Respond(created(nil, ""), true), nil)

	long := posted("")
	long.Tenant = strings.Repeat("t", 1<<20+1)
	_, err := orders.Serve(context.Background(), long)
	is(t, "a long tenant", errors.Is(err, backstay.ErrInvalidArgument) && strings.Contains(err.Error(), "tenant"), true)
	_, err = orders.Wants(strings.Repeat("m", 1<<20+1), nil)
	is(t, "a long method", errors.Is(err, backstay.ErrInvalidArgument), true)

	var absent *backstay.Idempotency
	_, err = absent.Serve(context.Background(), posted(""))
	is(t, "nil", errors.Is(err, backstay.ErrInvalidArgument), true)
	_, err = absent.Wants("POST", nil)
	is(t, "nil wants", errors.Is(err, backstay.ErrInvalidArgument), true)
	is(t, "nil switch", errors.Is(absent.SetOnUnavailable(backstay.UnavailableRun, "r"), backstay.ErrInvalidArgument), true)
	is(t, "nil header", absent.KeyHeader(), "")
	is(t, "nil maximum", absent.MaximumBody(), int64(0))
	_, err = orders.Serve(nil, posted("")) //nolint:staticcheck // the misuse that is tested
	is(t, "no context", errors.Is(err, backstay.ErrInvalidArgument), true)
	var nothing *backstay.Served
	is(t, "nil served", nothing.Action() == backstay.ServeActionPass && nothing.Claim() == nil && nothing.Status() == backstay.StatusOk, true)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = orders.Serve(ctx, posted("other"))
	is(t, "cancelled", errors.Is(err, context.Canceled), true)
	is(t, "closed", r.Close(), nil)
	_, err = orders.Serve(context.Background(), posted(""))
	is(t, "serve", errors.Is(err, backstay.ErrClosed), true)
	_, err = orders.Wants("POST", []string{uuid})
	is(t, "wants", errors.Is(err, backstay.ErrClosed), true)
}

func TestWhatHappensWithoutAStoreCanBeSwitched(t *testing.T) {
	r, orders := onFile(t, "sqlite:/nowhere/at/all.db", `{}`)
	refused := serve(t, orders, posted(""))
	is(t, "status", refused.Status(), backstay.StatusStoreUnavailable)
	is(t, "status code", replied(t, refused).StatusCode, 503)
	is(t, "switched", orders.SetOnUnavailable(backstay.UnavailableRun, "the night"), nil)
	running := serve(t, orders, posted(""))
	is(t, "action", running.Action(), backstay.ServeActionHold)
	is(t, "responded", running.Claim().Respond(created(nil, ""), true), nil)
	is(t, "back", orders.SetOnUnavailable(backstay.UnavailableAsConfigured, "day"), nil)
	is(t, "action", serve(t, orders, posted("")).Action(), backstay.ServeActionReply)
	for name, err := range map[string]error{
		"mode": orders.SetOnUnavailable(7, "r"), "reason": orders.SetOnUnavailable(backstay.UnavailableRun, ""),
	} {
		is(t, name, errors.Is(err, backstay.ErrInvalidArgument) && strings.Contains(err.Error(), name), true)
	}
	page, err := r.Events(0)
	is(t, "error", err, nil)
	is(t, "recorded", slices.ContainsFunc(page.Events, func(event backstay.Event) bool {
		return strings.Contains(event.Note, "the night")
	}), true)
}
