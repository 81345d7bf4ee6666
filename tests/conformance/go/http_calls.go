package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// The calls of the format that are about idempotency over HTTP.
var httpCalls = map[string]func(*interpreter, arguments, string) answer{
	"wants":              (*interpreter).wants,
	"serve":              (*interpreter).serve,
	"respond":            onClaim(respond),
	"set_on_unavailable": (*interpreter).setOnUnavailable,
}

const usualKey = "8e03978e-40d5-43dd-bc93-6894a57f9324"

// keyOf returns the values of the header field, none where a vector says null.
func keyOf(args arguments) []string {
	if args.KeyHeader == nil {
		return []string{usualKey}
	}
	var key *string
	if json.Unmarshal(args.KeyHeader, &key) != nil || key == nil {
		return nil
	}
	return []string{*key}
}

func (i *interpreter) wants(args arguments, _ string) answer {
	idempotency, err := i.idempotency(args)
	if err != nil {
		return refused(err)
	}
	wanted, err := idempotency.Wants(otherwise(args.Method, "POST"), keyOf(args))
	return or(err, answer{"wanted": wanted, "key_header": idempotency.KeyHeader(), "maximum_body": idempotency.MaximumBody()})
}

func (i *interpreter) serve(args arguments, name string) answer {
	idempotency, err := i.idempotency(args)
	if err != nil {
		return refused(err)
	}
	request := backstay.HTTPRequest{
		Method: otherwise(args.Method, "POST"), Target: otherwise(args.Target, "/orders"), Route: args.Route, Key: keyOf(args),
		Tenant: args.Tenant, Principal: args.Principal, Body: []byte(args.Body), ContentLength: -1, Waited: time.Duration(args.WaitedNs),
	}
	request.Authorization, request.Cookie, _ = strings.Cut(args.Credentials, "\n")
	if args.DeclaredLength != nil {
		request.ContentLength = *args.DeclaredLength
	}
	served, err := idempotency.TryServe(context.Background(), request)
	if err != nil {
		return refused(err)
	}
	found := answer{
		"action": served.Action().String(), "status": served.Status().String(),
		"retry_after_ns": orNull(served.RetryAfter()), "again_ns": orNull(served.Again()),
	}
	if claim := served.Claim(); claim != nil {
		found["takeovers"], found["recovery_point"] = claim.Takeovers(), claim.RecoveryPoint()
		i.hold(claim, name, found)
	}
	if reply, ok := served.Reply(); ok {
		addReply(found, reply)
	}
	return found
}

func addReply(found answer, reply backstay.HTTPResponse) {
	headers := map[string][]string{}
	for name, values := range reply.Header {
		for _, value := range values {
			headers[name] = append(headers[name], offWire(value))
		}
	}
	found["status_code"], found["headers"], found["body"] = reply.StatusCode, headers, string(reply.Body)
	if slices.Equal(reply.Header["content-type"], []string{"application/problem+json"}) {
		found["problem"] = json.RawMessage(reply.Body)
	}
}

// Vectors hold text, and Go's header fields the bytes of the wire, which are Latin-1.

func onWire(text string) string {
	var wire []byte
	for _, c := range text {
		wire = append(wire, byte(c))
	}
	return string(wire)
}

func offWire(wire string) string {
	var text []rune
	for i := range len(wire) {
		text = append(text, rune(wire[i]))
	}
	return string(text)
}

func respond(claim *backstay.Claim, args arguments) error {
	var fields [][2]string
	if args.Headers != nil {
		if err := json.Unmarshal(args.Headers, &fields); err != nil {
			return err
		}
	}
	reply := backstay.HTTPResponse{StatusCode: 200, Header: map[string][]string{}, Body: []byte(args.Body)}
	for _, field := range fields {
		name := onWire(field[0])
		reply.Header[name] = append(reply.Header[name], onWire(field[1]))
	}
	if args.StatusCode != nil {
		reply.StatusCode = *args.StatusCode
	}
	return claim.Respond(reply, args.Kept == nil || *args.Kept)
}

var modes = map[string]backstay.OnUnavailable{
	"refuse": backstay.UnavailableRefuse, "run": backstay.UnavailableRun, "configured": backstay.UnavailableAsConfigured,
}

func (i *interpreter) setOnUnavailable(args arguments, _ string) answer {
	idempotency, err := i.idempotency(args)
	if err != nil {
		return refused(err)
	}
	return or(idempotency.SetOnUnavailable(modes[args.Mode], args.Reason), done())
}
