package main

import (
	"context"
	"errors"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// A call on a goroutine of its own, which stops where it would wait, pause or act, so that a vector's other steps can happen in between.

type state int

const (
	running state = iota
	waiting
	pausing
	ended
	failed
)

// errLeft is what a held call gets when the vector says that its caller gave up.
var errLeft = errors.New("the caller left")

// What is said by a held call when it stops.
type said struct {
	state state
	wait  time.Duration // where it waits or pauses
	ends  answer        // the deadline of an attempt that runs
	gave  any           // what it returned at its end
	err   error
}

// What it is told to do.
type told struct {
	leave bool
	doing doing
}

type heldCall struct {
	policy *backstay.Policy
	last   said
	says   chan said
	tells  chan told
}

func hold(ctx context.Context, policy *backstay.Policy, act func(context.Context, *heldCall) (any, error)) *heldCall {
	call := &heldCall{policy: policy, says: make(chan said), tells: make(chan told)}
	go func() {
		gave, err := act(held.With(ctx, call), call)
		if err != nil {
			call.says <- said{state: failed, err: err}
			return
		}
		call.says <- said{state: ended, gave: gave}
	}()
	call.listen()
	return call
}

func (c *heldCall) listen() { c.last = <-c.says }

func (c *heldCall) over() bool { return c.last.state == ended || c.last.state == failed }

func (c *heldCall) waits() bool { return c.last.state == waiting || c.last.state == pausing }

// goOn lets the call run until it stops again.
func (c *heldCall) goOn(command told) {
	c.tells <- command
	c.listen()
}

func (c *heldCall) cancel() {
	for !c.over() {
		c.goOn(told{leave: true})
	}
}

// Stop takes the place of a sleep.
func (c *heldCall) Stop(pauses bool, wait time.Duration) error {
	now := said{state: waiting, wait: wait}
	if pauses {
		now.state = pausing
	}
	c.says <- now
	if (<-c.tells).leave {
		return errLeft
	}
	return nil
}

// act stops where the guarded function runs, until the vector says how it ends.
func (c *heldCall) act(ends answer) (doing, error) {
	c.says <- said{state: running, ends: ends}
	command := <-c.tells
	if command.leave {
		return doing{}, context.Canceled
	}
	return command.doing, nil
}
