package backstay_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// Nothing that a program does wrong ends it.

func TestNilIsAnError(t *testing.T) {
	_, p := manual(t, breaker)
	var nowhere context.Context
	var noPolicy *backstay.Policy
	var noRuntime *backstay.Runtime
	var noFunction func(context.Context) (string, error)
	do := func(ctx context.Context, p *backstay.Policy, fn func(context.Context) (string, error)) error {
		_, err := backstay.Do(ctx, p, fn)
		return err
	}
	second := func(_ any, err error) error { return err }
	for name, err := range map[string]error{
		"no policy":          do(context.Background(), nil, succeeds),
		"an empty policy":    do(context.Background(), new(backstay.Policy), succeeds),
		"no context":         do(nowhere, p, succeeds),
		"no function":        do(context.Background(), p, noFunction),
		"enter, no policy":   second(noPolicy.Enter(context.Background())),
		"enter, no context":  second(p.Enter(nowhere)),
		"snapshot":           second(noPolicy.Snapshot()),
		"keyed":              second(noPolicy.Keyed("k")),
		"rate limit":         second(noPolicy.RateLimit(1)),
		"force open":         noPolicy.ForceOpen("x"),
		"an empty one":       new(backstay.Policy).ForceOpen("x"),
		"set limit":          noPolicy.SetLimit(1, "x"),
		"policy, no runtime": second(noRuntime.Policy("p")),
		"an empty runtime":   second(new(backstay.Runtime).Policy("p")),
		"metrics":            second(noRuntime.Metrics()),
		"close":              noRuntime.Close(),
		"an empty one's":     new(backstay.Runtime).Close(),
	} {
		if !errors.Is(err, backstay.ErrInvalidArgument) {
			t.Errorf("%s: %v, expected an invalid argument", name, err)
		}
	}
	var permit *backstay.Permit
	permit.Success()
	new(backstay.Permit).Failure(errBoom)
	if _, ok := permit.TimeLeft(); ok || permit.Policy() != nil || noPolicy.Name() != "" || noPolicy.Key() != "" {
		t.Error("nothing has something")
	}
}

func TestStrangeArguments(t *testing.T) {
	r, p := manual(t, `{"rate_limit": "10/s", "circuit_breaker": {"consecutive_failures": 1}, "bulkhead": 4}`)
	second := func(_ any, err error) error { return err }
	cost := func(cost int64) error {
		_, err := backstay.Do(context.Background(), p, succeeds, backstay.WithCost(cost))
		return err
	}
	for name, err := range map[string]error{
		"an empty name's reason": p.ForceOpen(""),
		"a reason that is none":  p.ForceOpen("\xff\xfe"),
		"a long reason":          p.ForceOpen(strings.Repeat("x", 1<<20)),
		"a negative duration":    p.ForceOpenFor("x", -1),
		"an endless duration":    p.ForceOpenFor("x", math.MaxInt64),
		"no limit":               p.SetLimit(0, "x"),
		"a huge limit":           p.SetLimit(math.MaxInt64, "x"),
		"no key":                 second(p.Keyed("")),
		"a long key":             second(p.Keyed(strings.Repeat("x", 1<<20))),
		"no cost":                cost(0),
		"a negative cost":        cost(math.MinInt64),
		"a huge cost":            cost(math.MaxInt64),
		"the past":               r.Advance(-1),
		"too far":                r.Advance(math.MaxInt64),
		"a negative cursor":      second(r.Events(-1)),
	} {
		if !errors.Is(err, backstay.ErrInvalidArgument) && !errors.Is(err, backstay.ErrRateLimited) {
			t.Errorf("%s: %v, expected an invalid argument", name, err)
		}
	}
	for _, name := range []string{"", "a\x00b", "nowhere", "\xff", strings.Repeat("x", 1<<20)} {
		_, err := r.Policy(name)
		if !errors.Is(err, backstay.ErrNotFound) && !errors.Is(err, backstay.ErrInvalidArgument) {
			t.Errorf("policy %.10q: %v, expected that there is none", name, err)
		}
	}
	if _, ok := p.RetryAfter("soon"); ok {
		t.Error("soon is no Retry-After")
	}
}

func TestConfigurationsThatAreWrong(t *testing.T) {
	for _, text := range []string{"", "{", "[]", "\x00", "null", `{"policies": {"p": {"circuit_braker": {}}}}`} {
		_, err := backstay.New([]byte(text))
		if !errors.Is(err, backstay.ErrConfig) && !errors.Is(err, backstay.ErrInvalidArgument) {
			t.Errorf("%q: %v, expected an error of the configuration", text, err)
		}
	}
	_, err := backstay.New([]byte(`{"policies": {"p": {"circuit_breaker": {"open_for": 30}}}}`))
	var wrong *backstay.Error
	if !errors.As(err, &wrong) || !strings.Contains(wrong.Message, "policies.p.circuit_breaker.open_for") {
		t.Errorf("%v, expected the path", err)
	}
	_, err = backstay.Open("/nowhere/backstay.json")
	if !errors.Is(err, backstay.ErrIO) || !strings.Contains(err.Error(), "/nowhere/backstay.json") {
		t.Errorf("%v, expected the file's name", err)
	}
	checked, err := backstay.Check([]byte(`{"policies": {"p": {"circuit_braker": {}}}}`))
	if err != nil || checked.Valid || len(checked.Findings) == 0 || checked.Findings[0].Severity != "error" {
		t.Errorf("%+v, %v, expected a finding", checked, err)
	}
}

func TestUseAfterClose(t *testing.T) {
	r, p := manual(t, `{"circuit_breaker": {"consecutive_failures": 1}, "retry": {"attempts": 2}, "bulkhead": 2}`)
	early := enter(t, p)
	for range 2 {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	second := func(_ any, err error) error { return err }
	_, err := backstay.Do(context.Background(), p, succeeds)
	for name, err := range map[string]error{
		"do": err, "enter": second(p.Enter(context.Background())), "snapshot": second(p.Snapshot()), "policy": second(r.Policy("p")),
		"keyed": second(p.Keyed("k")), "metrics": second(r.Metrics()), "control": p.ForceOpen("x"), "advance": r.Advance(time.Second),
		"events": second(r.Events(0)), "now": second(r.Now()), "info": second(r.Info()),
	} {
		if !errors.Is(err, backstay.ErrClosed) {
			t.Errorf("%s: %v, expected closed", name, err)
		}
	}
	early.Failure(errBoom)
	is(t, "name", p.Name(), "p")
}

func TestClosedAndCollectedWhileInUse(t *testing.T) {
	for range 20 {
		r, err := backstay.New([]byte(`{"policies": {"p": {"circuit_breaker": {"consecutive_failures": 3}, "keyed": {"maximum": 4}}}}`))
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Add(1)
			go func() {
				defer all.Done()
				p, err := r.Policy("p")
				for call := 0; err == nil && call < 50; call++ {
					_, err = backstay.Do(context.Background(), p, succeeds)
					if instance, found := p.Keyed(string(rune('a' + call%8))); found == nil {
						_, _ = backstay.Do(context.Background(), instance, fails)
					}
					_, _ = p.Enter(context.Background()) // and dropped
				}
			}()
		}
		runtime.GC()
		_ = r.Close()
		all.Wait()
	}
	runtime.GC()
}

func TestADisabledRuntimeLetsEverythingPass(t *testing.T) {
	r, err := backstay.NewDisabled(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p := policy(t, r, "whatever")
	for range 10 {
		_, err = backstay.Do(context.Background(), p, fails)
		is(t, "error", err, errBoom)
	}
	is(t, "unsupported", errors.Is(p.ForceOpen("x"), backstay.ErrUnsupported), true)
	info, err := r.Info()
	is(t, "error", err, nil)
	is(t, "disabled", info.Disabled, true)
}

func TestThePolicyIsTheSameWhileAnybodyHasIt(t *testing.T) {
	r := open(t, `{"policies": {"p": {"circuit_breaker": {"consecutive_failures": 1}}, "q": {"bulkhead": 1}}}`)
	p := policy(t, r, "p")
	is(t, "the same name", policy(t, r, "p") == p, true)
	is(t, "another name", policy(t, r, "q") == p, false)
	one, err := p.Keyed("a")
	is(t, "error", err, nil)
	again, err := p.Keyed("a")
	is(t, "error", err, nil)
	other, err := p.Keyed("b")
	is(t, "error", err, nil)
	is(t, "the same key", one == again, true)
	is(t, "another key", one == other || one == p, false)
	is(t, "key", one.Key(), "a")
}
