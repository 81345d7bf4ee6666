// The Go worker of the kill loop.
//
//	kill --store URL --ledger FILE --keys N --lease-ms N --seed N --phase PHASE --after N
//
// It claims each key until it is settled, writes down what it did, and kills itself where it is told to.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/backstay-dev/backstay-go"
)

// What a worker ends with that met what it should not.
const unexpected = 3

// order is what a worker is told to do.
type order struct {
	store  string
	ledger string
	keys   int
	lease  int
	seed   uint64
	death  death
}

func main() {
	if err := work(read()); err != nil {
		fmt.Fprintln(os.Stderr, "kill:", err)
		os.Exit(unexpected)
	}
}

func read() order {
	var told order
	flag.StringVar(&told.store, "store", "memory:", "where the claims are kept")
	flag.StringVar(&told.ledger, "ledger", "ledger", "the file that acts are written to")
	flag.IntVar(&told.keys, "keys", 1, "how many keys there are")
	flag.IntVar(&told.lease, "lease-ms", 1000, "for how long a key is held, in milliseconds")
	flag.Uint64Var(&told.seed, "seed", 0, "what the order of the keys comes from")
	flag.TextVar(&told.death.at, "phase", none, "where it kills itself: none, claimed, acted, completing or completed")
	flag.IntVar(&told.death.after, "after", 1, "at which time that it passes there")
	flag.Parse()
	return told
}

func work(told order) error {
	config, err := told.config()
	if err != nil {
		return err
	}
	runtime, err := backstay.New(config)
	if err != nil {
		return err
	}
	defer runtime.Close()
	orders, err := runtime.Idempotency("orders")
	if err != nil {
		return err
	}
	ledger, err := openLedger(told.ledger)
	if err != nil {
		return err
	}
	defer ledger.close()
	worker := worker{orders: orders, ledger: ledger, death: told.death}
	return worker.settleAll(context.Background(), told.keys, told.seed)
}

func (o order) config() ([]byte, error) {
	type object map[string]any
	return json.Marshal(object{
		"stores":      object{"main": o.store},
		"idempotency": object{"orders": object{"lease": fmt.Sprintf("%dms", o.lease), "ttl": "1h"}},
	})
}
