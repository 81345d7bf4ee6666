package backstayhttp

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"

	"github.com/backstay-dev/backstay-go"
)

// collector keeps a handler's answer back until it is whole, and reports it before it is sent. One that is streamed or too long is let
// through from then on, and reported as not kept.
type collector struct {
	http.ResponseWriter
	claim   *backstay.Claim
	maximum int64 // of a body that is kept
	trouble func(error)

	status   int         // 0: nothing was written yet
	header   http.Header // as it was when the status was written; what the handler sets later are trailers
	declared int64       // Content-Length, -1: none
	body     []byte      // what was kept back
	passed   int64       // bytes that were let through
	passing  bool
	hijacked bool
	ended    bool // the claim was reported, or left
}

func (c *collector) WriteHeader(status int) {
	final := status >= 200 && status <= 999 || status == http.StatusSwitchingProtocols
	switch {
	case !final: // announces another one, or is none, for which net/http panics
		c.ResponseWriter.WriteHeader(status)
	case c.status == 0:
		c.status, c.header = status, c.Header().Clone()
		if !mayHaveBody(status) {
			c.declared = 0
		} else if length, err := strconv.ParseInt(c.header.Get("Content-Length"), 10, 64); err == nil {
			c.declared = length
		}
	}
}

func mayHaveBody(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}

func (c *collector) Write(body []byte) (int, error) {
	c.begin()
	switch {
	case c.hijacked:
		return c.ResponseWriter.Write(body) // which refuses it
	case !mayHaveBody(c.status):
		return 0, http.ErrBodyNotAllowed
	}
	if int64(len(c.body)+len(body)) > c.maximum {
		c.pass()
	}
	if !c.passing {
		c.body = append(c.body, body...)
		return len(body), nil
	}
	c.passed += int64(len(body))
	if c.declared >= 0 && c.passed >= c.declared {
		c.end() // these are the last bytes
	}
	return c.ResponseWriter.Write(body)
}

func (c *collector) begin() {
	if c.status == 0 {
		c.WriteHeader(http.StatusOK)
	}
}

// pass sends what was kept back, and from then on whatever comes. An answer that turns out to be whole is reported first.
func (c *collector) pass() {
	if c.passing {
		return
	}
	if c.declared >= 0 && int64(len(c.body)) >= c.declared {
		c.end()
		return
	}
	c.send()
}

// send writes what was kept back, below the header as it was.
func (c *collector) send() {
	c.passing, c.passed = true, int64(len(c.body))
	header := c.Header()
	later := maps.Clone(header)
	replace(header, c.header)
	c.ResponseWriter.WriteHeader(c.status)
	replace(header, later)
	if len(c.body) > 0 {
		_, _ = c.ResponseWriter.Write(c.body) // who has gone is told nothing
	}
	c.body = nil
}

func replace(header, by http.Header) {
	clear(header)
	maps.Copy(header, by)
}

// end reports the answer, and sends it unless it was let through.
func (c *collector) end() {
	if c.ended {
		return
	}
	c.ended = true
	if c.hijacked {
		c.respond(backstay.HTTPResponse{StatusCode: http.StatusOK}, false) // what was answered nobody knows, only that it was
		return
	}
	c.begin()
	c.tellType()
	kept := !c.passing && len(c.header["Trailer"]) == 0
	c.respond(backstay.HTTPResponse{StatusCode: c.status, Header: c.header, Body: c.body}, kept)
	if !c.passing {
		c.send()
	}
}

// respond reports. Header fields that can't be kept make an answer that is not kept, since it was given all the same.
func (c *collector) respond(answer backstay.HTTPResponse, kept bool) {
	err := c.claim.Respond(answer, kept)
	if errors.Is(err, backstay.ErrInvalidArgument) {
		err = c.claim.Respond(backstay.HTTPResponse{StatusCode: answer.StatusCode}, false)
	}
	if err != nil {
		c.trouble(err)
	}
}

// tellType adds the type that net/http would, so that it is stored too.
func (c *collector) tellType() {
	_, typed := c.header["Content-Type"]
	_, encoded := c.header["Content-Encoding"]
	if !typed && !encoded && len(c.body) > 0 {
		c.header.Set("Content-Type", http.DetectContentType(c.body))
	}
}

// fail reports a handler that panicked with a value, or with nil ended its goroutine. What was kept back is not sent.
func (c *collector) fail(panicked any) {
	c.ended = true
	cause := errors.New("the handler ended its goroutine")
	if panicked != nil {
		cause = fmt.Errorf("the handler panicked: %v", panicked)
	}
	if err := c.claim.Fail(false, cause); err != nil {
		c.trouble(err)
	}
}

// leave says nothing: who was interrupted may have acted, so the key is held until the lease runs out.
func (c *collector) leave() { c.ended = true }

// FlushError begins a stream. It is here for [http.ResponseController].
func (c *collector) FlushError() error {
	c.begin()
	c.pass()
	return http.NewResponseController(c.ResponseWriter).Flush()
}

// Flush is here for code that asks for an http.Flusher.
func (c *collector) Flush() { _ = c.FlushError() }

// Hijack is here for code that asks for an http.Hijacker.
func (c *collector) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if c.status != 0 {
		c.pass()
	}
	conn, buffered, err := http.NewResponseController(c.ResponseWriter).Hijack()
	if err == nil {
		c.hijacked = true
		c.begin()
	}
	return conn, buffered, err
}

// Unwrap is for http.ResponseController.
func (c *collector) Unwrap() http.ResponseWriter { return c.ResponseWriter }
