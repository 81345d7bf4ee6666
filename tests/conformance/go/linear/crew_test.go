package linear

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/backstay-dev/backstay-go"
)

const each = 25 // calls of a client in a history

var keys = []string{"a", "b", "c"}

// crew is the clients of one runtime in one history. They end each other's claims too.
type crew struct {
	orders *backstay.Idempotency
	first  int // the number of its first client
	size   int
	seed   uint64
	now    func() int64

	mutex  sync.Mutex
	claims map[string][]*backstay.Claim
}

// play lets the clients call at random, all at once, and tells what they saw.
func (c *crew) play() ([]event, error) {
	c.claims = map[string][]*backstay.Claim{}
	histories, failures := make([][]event, c.size), make([]error, c.size)
	var all sync.WaitGroup
	for number := range c.size {
		all.Add(1)
		go func() {
			defer all.Done()
			histories[number], failures[number] = c.act(c.first + number)
		}()
	}
	all.Wait()
	return slices.Concat(histories...), errors.Join(failures...)
}

func (c *crew) act(client int) ([]event, error) {
	var history []event
	random := rand.New(rand.NewPCG(c.seed, uint64(client)))
	for number := range each {
		key := keys[random.IntN(len(keys))]
		asked, claim := input{Key: key, Call: claims}, c.recent(key, random)
		if claim != nil && random.IntN(2) == 0 {
			asked.Call, asked.Fence = releases, claim.Fence()
			if random.IntN(10) == 0 { // seldom: nothing happens to a key afterwards
				asked.Call, asked.Body = completes, fmt.Sprintf("%d of %d", number, client)
			}
		}
		call := c.now()
		told, err := c.ask(asked, claim)
		if err != nil {
			return nil, fmt.Errorf("client %d: %+v: %w", client, asked, err)
		}
		history = append(history, event{client, asked, call, told, c.now()})
	}
	return history, nil
}

// recent returns one of the last claims that had the key, most often the very last, nil where there is none.
func (c *crew) recent(key string, random *rand.Rand) *backstay.Claim {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	had := c.claims[key]
	if len(had) == 0 {
		return nil
	}
	return had[max(0, len(had)-1-max(0, random.IntN(6)-3))]
}

func (c *crew) keep(key string, claim *backstay.Claim) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.claims[key] = append(c.claims[key], claim)
}

func (c *crew) ask(asked input, claim *backstay.Claim) (output, error) {
	switch asked.Call {
	case releases:
		return ended(claim.Release())
	case completes:
		return ended(claim.Complete(backstay.Answer{Body: []byte(asked.Body)}))
	}
	return c.claim(asked.Key)
}

func ended(err error) (output, error) {
	if errors.Is(err, backstay.ErrLostLease) {
		return output{Status: lostLease}, nil
	}
	return output{Status: ok}, err
}

func (c *crew) claim(key string) (output, error) {
	claim, err := c.orders.Claim(context.Background(), key, "")
	if err != nil {
		return output{}, err
	}
	switch claim.Status() {
	case backstay.ClaimStatusNew:
		c.keep(key, claim)
		return output{Status: fresh, Fence: claim.Fence()}, nil
	case backstay.ClaimStatusInFlight:
		return output{Status: inFlight}, nil
	case backstay.ClaimStatusReplay:
		answer, _ := claim.Answer()
		return output{Status: replay, Body: string(answer.Body)}, nil
	}
	return output{}, fmt.Errorf("an answer that no key gives here: %v", claim.Status())
}
