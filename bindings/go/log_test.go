package backstay_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/backstay-dev/backstay-go"
)

func logged(t *testing.T, config string) (*backstay.Runtime, *bytes.Buffer) {
	t.Helper()
	written := new(bytes.Buffer)
	r, err := backstay.New([]byte(config), backstay.WithLogger(slog.New(slog.NewTextHandler(written, nil))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r, written
}

const manualBreaker = `{"clock": "manual", "policies": {"p": {"circuit_breaker": {"consecutive_failures": 1}}}}`

func TestATransitionIsOneLine(t *testing.T) {
	r, written := logged(t, manualBreaker)
	p := policy(t, r, "p")
	_, _ = backstay.Do(context.Background(), p, fails)
	_, _ = backstay.Do(context.Background(), p, fails)
	text := written.String()
	is(t, "lines", strings.Count(text, "\n"), 1)
	for _, part := range []string{"level=WARN", "circuit breaker p: closed -> open", "policy=p", "reason=consecutive_failures", "cause=boom"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
}

func TestAControlIsALine(t *testing.T) {
	r, written := logged(t, manualBreaker)
	p := policy(t, r, "p")
	for _, err := range []error{p.ForceOpen("drill"), p.ForceClosed("drill over")} {
		is(t, "error", err, nil)
	}
	text := written.String()
	is(t, "lines", strings.Count(text, "\n"), 2)
	is(t, "warnings", strings.Count(text, "level=WARN"), 1)
	is(t, "notes", strings.Count(text, `note="drill over"`), 1)
}

func TestADisabledRuntimeSaysSo(t *testing.T) {
	_, written := logged(t, `{"enabled": false, "policies": {"p": {"circuit_breaker": "standard"}}}`)
	is(t, "lines", strings.Count(written.String(), "\n"), 1)
	is(t, "warnings", strings.Count(written.String(), "level=WARN"), 1)
}

// counting is a handler that counts, from any number of goroutines.
type counting struct {
	slog.Handler
	lock *sync.Mutex
	seen map[string]int
}

func (c counting) Handle(_ context.Context, record slog.Record) error {
	c.lock.Lock()
	defer c.lock.Unlock()
	record.Attrs(func(field slog.Attr) bool {
		if field.Key == "sequence" {
			c.seen[field.Value.String()]++
		}
		return true
	})
	return nil
}

func TestEachEventIsLoggedOnce(t *testing.T) {
	handler := counting{slog.NewTextHandler(new(bytes.Buffer), nil), new(sync.Mutex), map[string]int{}}
	r, err := backstay.New([]byte(manualBreaker), backstay.WithLogger(slog.New(handler)))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p := policy(t, r, "p")
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 50 {
				_ = p.ForceOpen("drill")
				_ = p.ForceClosed("drill over")
			}
		}()
	}
	all.Wait()
	_ = p.Reset("the end")
	page, err := r.Events(0)
	is(t, "error", err, nil)
	for sequence, times := range handler.seen {
		is(t, "lines of "+sequence, times, 1)
	}
	is(t, "events with a line", int64(len(handler.seen)), page.Next)
}
