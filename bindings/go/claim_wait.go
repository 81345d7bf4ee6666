package backstay

import (
	"context"
	"errors"
	"runtime"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// await claims until the key is held or answered, or the configured wait is over. Who leaves meanwhile hears also whom it waited for.
func (i *Idempotency) await(ctx context.Context, key string, asked *claimSettings) (*Claim, error) {
	var refusal error // by the last claim
	for {
		claim, err := i.claim(ctx, key, asked)
		if err != nil {
			return nil, withRefusal(ctx, err, refusal)
		}
		again, goesOn := claim.Again()
		if !goesOn {
			return claim, nil
		}
		refusal = claim.refusal()
		if err := i.pause(ctx, again); err != nil {
			return nil, errors.Join(err, refusal)
		}
		asked.waited += again
	}
}

// withRefusal adds to the error of a caller that left during a claim what the claim before was told, if there was one.
func withRefusal(ctx context.Context, err, refusal error) error {
	if refusal == nil || ctx.Err() == nil {
		return err
	}
	return errors.Join(err, refusal)
}

// pause sleeps as long as the caller stays. A manual clock passes the time by itself.
func (i *Idempotency) pause(ctx context.Context, wait time.Duration) error {
	if call := held.From(ctx); call != nil {
		return call.Stop(true, wait)
	}
	passed := flat.Idempotency_pass_time(i.handle, int64(wait))
	runtime.KeepAlive(i)
	if passed > 0 {
		i.runtime.expire()
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-i.runtime.closed: // which the next claim tells
	case <-ctx.Done():
	}
	return ctx.Err()
}
