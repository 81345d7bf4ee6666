package backstay

import (
	"context"
	"runtime"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// Idempotency lets what a key stands for happen once, and gives everybody the first answer. Get one from [Runtime.Idempotency], and use it
// by [Once], or by [Idempotency.Claim] where the work is no function.
type Idempotency struct {
	handle  int64
	runtime *Runtime
	name    string
	blocks  bool // its store may have to be waited for
}

// Idempotency returns the idempotency of that name in the configuration. The same name means the same keys, whoever asks.
func (r *Runtime) Idempotency(name string) (*Idempotency, error) {
	defer runtime.KeepAlive(r)
	handle, err := handle(flat.Runtime_idempotency(r.native(), name))
	if err != nil {
		return nil, err
	}
	found := &Idempotency{handle: handle, runtime: r, name: name, blocks: flat.Idempotency_blocks(handle) > 0}
	// Given back when nobody can reach it any more, as policies are.
	runtime.AddCleanup(found, flat.Idempotency_handle_release, handle)
	return found, nil
}

// Name returns the idempotency's name in the configuration.
func (i *Idempotency) Name() string {
	if i == nil {
		return ""
	}
	return i.name
}

// Claim claims a key, 1 to 255 bytes of UTF-8. The claim's status tells whether the caller holds the key and so may act, gets the first
// caller's answer, or neither; none of these is an error. Errors are misuse, and a store that can't be reached or holds what is no record.
//
// A fingerprint tells the request, up to 255 bytes, empty for none: where two claims of a key gave one, they must agree.
//
// It doesn't wait while somebody else holds the key: see [Claim.Again]. Where the store takes its time, a goroutine that waits for it holds
// no thread, and ctx ends the wait at once: then the claim never happens, or its key is given back.
func (i *Idempotency) Claim(ctx context.Context, key, fingerprint string, options ...ClaimOption) (*Claim, error) {
	asked := claimSettings{fingerprint: fingerprint, lease: none}
	for _, option := range options {
		option.once(&asked)
	}
	return i.claim(ctx, key, &asked)
}

func (i *Idempotency) claim(ctx context.Context, key string, asked *claimSettings) (*Claim, error) {
	switch {
	case i == nil || i.runtime == nil:
		return nil, nilIdempotency()
	case ctx == nil:
		return nil, nilContext()
	case asked.leased && asked.lease == none: // which would mean the configured one
		return nil, invalid("lease: is negative; allowed: 10ms to 24h")
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	defer runtime.KeepAlive(i)
	lease, waited := int64(asked.lease), int64(asked.waited)
	if !i.blocks {
		return newClaim(flat.Idempotency_claim(i.handle, asked.scope, key, asked.fingerprint, lease, waited), nil)
	}
	var claim *Claim
	submit := func(queue, token int64) int64 {
		return flat.Idempotency_claim_submit(i.handle, queue, token, asked.scope, key, asked.fingerprint, lease, waited)
	}
	err := i.runtime.await(ctx, submit, func(queue, result int64) (err error) {
		claim, err = newClaim(flat.Idempotency_claim_take(queue, result), i.runtime)
		return err
	})
	return claim, err
}

func nilIdempotency() error {
	return invalid("idempotency: is nil; allowed: what Runtime.Idempotency returned")
}

func nilContext() error {
	return invalid("ctx: is nil; allowed: a context, such as context.Background()")
}
