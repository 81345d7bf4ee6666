package backstay_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// TestMain fails the run where a goroutine of this package is left over when all tests have ended.
func TestMain(m *testing.M) {
	held.Track()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	code := m.Run()
	if left := leftOver(); code == 0 && left != "" {
		fmt.Fprintln(os.Stderr, "goroutines are left over:\n"+left)
		code = 1
	}
	os.Exit(code)
}

// leftOver returns the stacks of this module's goroutines that don't end.
func leftOver() string {
	var found []string
	for range 100 {
		found = found[:0]
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		for stack := range bytes.SplitSeq(stacks, []byte("\n\n")) {
			if bytes.Contains(stack, []byte("backstay-go")) && !bytes.Contains(stack, []byte("leftOver")) {
				found = append(found, string(stack))
			}
		}
		if len(found) == 0 {
			return ""
		}
		time.Sleep(10 * time.Millisecond) // they may be on their way out
	}
	return strings.Join(found, "\n\n")
}

func open(t testing.TB, config string) *backstay.Runtime {
	t.Helper()
	r, err := backstay.New([]byte(config))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// manual makes a runtime on the manual clock with one policy p.
func manual(t testing.TB, patterns string) (*backstay.Runtime, *backstay.Policy) {
	t.Helper()
	r := open(t, `{"clock": "manual", "policies": {"p": `+patterns+`}}`)
	return r, policy(t, r, "p")
}

func policy(t testing.TB, r *backstay.Runtime, name string) *backstay.Policy {
	t.Helper()
	p, err := r.Policy(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func number(t testing.TB, p *backstay.Policy, pattern, field string) int64 {
	t.Helper()
	snapshot, err := p.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	found, ok := snapshot.Pattern(pattern)
	if !ok {
		t.Fatalf("%s has no %s", p.Name(), pattern)
	}
	value, ok := found.Integers[field]
	if !ok {
		t.Fatalf("%s has no field %s", pattern, field)
	}
	return value
}

func is(t testing.TB, what string, found, wanted any) {
	t.Helper()
	if found != wanted {
		t.Errorf("%s: %v, expected %v", what, found, wanted)
	}
}
