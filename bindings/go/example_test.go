package backstay_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/backstay-dev/backstay-go"
)

func Example() {
	runtime, err := backstay.New([]byte(`{
		"clock": "manual",
		"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 2, "open_for": "30s"}}}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer runtime.Close()
	payments, err := runtime.Policy("payments")
	if err != nil {
		fmt.Println(err)
		return
	}
	charge := func(context.Context) (string, error) { return "", errors.New("no answer") }
	for range 3 {
		_, err := backstay.Do(context.Background(), payments, charge)
		var rejected *backstay.RejectedError
		if errors.As(err, &rejected) {
			fmt.Println("not called; come back in", rejected.RetryAfter)
			continue
		}
		fmt.Println(err)
	}
	// Output:
	// no answer
	// no answer
	// not called; come back in 30s
}

func ExampleDo_retry() {
	runtime, _ := backstay.New([]byte(`{"clock": "manual", "policies": {"search": {"timeout": "2s", "retry": {"attempts": 3}}}}`))
	defer runtime.Close()
	search, _ := runtime.Policy("search")
	attempt := 0
	found, err := backstay.Do(context.Background(), search, func(ctx context.Context) (string, error) {
		attempt++
		if attempt < 3 {
			return "", errors.New("busy")
		}
		return "found", nil
	})
	fmt.Println(found, err, attempt)
	// Output: found <nil> 3
}

func ExamplePolicy_Enter() {
	runtime, _ := backstay.New([]byte(`{"policies": {"payments": {"bulkhead": 1}}}`))
	defer runtime.Close()
	payments, _ := runtime.Policy("payments")

	permit, err := payments.Enter(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer permit.Cancelled() // does nothing once the permit was reported
	_, err = payments.Enter(context.Background())
	fmt.Println(errors.Is(err, backstay.ErrBulkheadFull))
	permit.Success()
	// Output: true
}

func ExampleWithFallback() {
	runtime, _ := backstay.New([]byte(`{"policies": {"prices": {"circuit_breaker": "standard"}}}`))
	defer runtime.Close()
	prices, _ := runtime.Policy("prices")
	_ = prices.ForceOpen("maintenance")

	price, err := backstay.Do(context.Background(), prices,
		func(context.Context) (int, error) { return 12, nil },
		backstay.WithFallback(func(_ context.Context, err error) (int, error) {
			if errors.Is(err, backstay.ErrCircuitOpen) {
				return 10, nil // yesterday's
			}
			return 0, err
		}))
	fmt.Println(price, err)
	// Output: 10 <nil>
}

func ExampleWithJudge() {
	runtime, _ := backstay.New([]byte(`{"clock": "manual", "policies": {"jobs": {"retry": {"attempts": 2, "backoff": "1s"}}}}`))
	defer runtime.Close()
	jobs, _ := runtime.Policy("jobs")

	state, err := backstay.Do(context.Background(), jobs,
		func(context.Context) (string, error) { return "pending", nil },
		backstay.WithJudge(func(state string, err error) backstay.Report {
			if err != nil {
				return backstay.ReportOf(err)
			}
			if state == "pending" {
				return backstay.Report{Outcome: backstay.OutcomeFailure, Cause: state}
			}
			return backstay.Report{Outcome: backstay.OutcomeSuccess}
		}))
	fmt.Println(state, errors.Is(err, backstay.ErrRetriesExhausted))
	// Output: pending true
}

func ExampleOnce() {
	runtime, _ := backstay.New([]byte(`{"stores": {"main": "memory:"}, "idempotency": {"orders": {"ttl": "24h", "wait": "5s"}}}`))
	defer runtime.Close()
	orders, _ := runtime.Idempotency("orders")

	type Receipt struct{ Number int }
	charged := 0
	for range 2 {
		receipt, err := backstay.Once(context.Background(), orders, "order-7", func(context.Context) (Receipt, error) {
			charged++
			return Receipt{Number: 1000 + charged}, nil
		})
		fmt.Println(receipt.Number, err)
	}
	// Output:
	// 1001 <nil>
	// 1001 <nil>
}

func ExampleIdempotency_Claim() {
	runtime, _ := backstay.New([]byte(`{"stores": {"main": "memory:"}, "idempotency": {"orders": {}}}`))
	defer runtime.Close()
	orders, _ := runtime.Idempotency("orders")

	for range 2 {
		claim, err := orders.Claim(context.Background(), "order-7", "", backstay.WithScope("tenant-1"))
		if err != nil {
			fmt.Println(err)
			return
		}
		if answer, done := claim.Answer(); done {
			fmt.Println("answered before:", answer.StatusCode, string(answer.Body))
			continue
		}
		if !claim.Held() {
			fmt.Println(claim.Message())
			continue
		}
		fmt.Println("charging")
		_ = claim.Complete(backstay.Answer{StatusCode: 201, Body: []byte("charged")})
	}
	// Output:
	// charging
	// answered before: 201 charged
}

func ExampleRuntime_Advance() {
	runtime, _ := backstay.New([]byte(`{"clock": "manual", "policies": {"p": {"timeout": "2s"}}}`))
	defer runtime.Close()
	p, _ := runtime.Policy("p")
	_, err := backstay.Do(context.Background(), p, func(ctx context.Context) (int, error) {
		_ = runtime.Advance(2 * time.Second)
		<-ctx.Done()
		return 0, ctx.Err()
	})
	fmt.Println(err)
	// Output: context deadline exceeded
}
