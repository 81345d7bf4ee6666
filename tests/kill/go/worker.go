package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// How long a worker sleeps after a round that settled nothing.
const pause = 5 * time.Millisecond

type worker struct {
	orders *backstay.Idempotency
	ledger *ledger
	death  death
}

// settleAll goes through the keys, in another order of chance each round, until all are settled.
func (w *worker) settleAll(ctx context.Context, keys int, seed uint64) error {
	chance := rand.New(rand.NewPCG(seed, 0))
	open := make([]string, keys)
	for i := range open {
		open[i] = fmt.Sprintf("k%d", i)
	}
	for len(open) > 0 {
		chance.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
		left, err := w.round(ctx, open)
		if err != nil {
			return err
		}
		if len(left) == len(open) {
			time.Sleep(pause)
		}
		open = left
	}
	return nil
}

// round tries each key once, and returns those to come back to.
func (w *worker) round(ctx context.Context, open []string) ([]string, error) {
	var left []string
	for _, key := range open {
		settled, err := w.settle(ctx, key)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if !settled {
			left = append(left, key)
		}
	}
	return left, nil
}

func (w *worker) settle(ctx context.Context, key string) (bool, error) {
	claim, err := w.orders.Claim(ctx, key, "")
	if err != nil {
		return false, err
	}
	switch claim.Status() {
	case backstay.ClaimStatusNew, backstay.ClaimStatusTakenOver:
		return w.act(claim, key)
	case backstay.ClaimStatusReplay:
		return true, nil
	case backstay.ClaimStatusInFlight:
		return false, nil
	}
	return false, fmt.Errorf("the claim ended as %s: %s", claim.Status(), claim.Message())
}

func (w *worker) act(claim *backstay.Claim, key string) (bool, error) {
	w.death.pass(claimed)
	act, err := w.ledger.act(key)
	if err != nil {
		return false, err
	}
	w.death.pass(acted)
	answer, err := answerOf(act)
	if err != nil {
		return false, err
	}
	if w.death.due(completing) {
		dieCompleting(claim, answer)
	}
	err = claim.Complete(answer)
	if errors.Is(err, backstay.ErrLostLease) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	w.death.pass(completed)
	return true, nil
}

func answerOf(act string) (backstay.Answer, error) {
	body, err := json.Marshal(act)
	return backstay.Answer{Kind: backstay.AnswerKindValue, ContentType: "application/json", Body: body}, err
}

// dieCompleting dies while another goroutine is on its way through complete: how far it came is chance.
func dieCompleting(claim *backstay.Claim, answer backstay.Answer) {
	started := make(chan struct{})
	go func() {
		close(started)
		_ = claim.Complete(answer)
	}()
	<-started
	die()
}
