// A stranger's program: three failures in a row, then a refusal.
package main

import (
	"context"
	"errors"
	"fmt"

	backstay "github.com/backstay-dev/backstay-go"
)

func main() {
	config := `{"version": 1, "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 3}}}}`
	runtime, err := backstay.New([]byte(config))
	if err != nil {
		panic(err)
	}
	payments, err := runtime.Policy("payments")
	if err != nil {
		panic(err)
	}
	failed := 0
	for {
		_, err := backstay.Do(context.Background(), payments, func(context.Context) (int, error) {
			failed++
			return 0, errors.New("no connection")
		})
		if errors.Is(err, backstay.ErrCircuitOpen) {
			fmt.Printf("%d calls failed, then: %v\n", failed, err)
			return
		}
	}
}
