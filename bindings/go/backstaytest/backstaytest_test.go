package backstaytest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/backstaytest"
)

const config = `{"policies": {"payments": {"circuit_breaker": {"consecutive_failures": 1, "open_for": "10s"}}}}`

func TestOpenPolicy(t *testing.T) {
	runtime := backstaytest.New(t, []byte(config))
	payments := backstaytest.OpenPolicy(t, runtime, "payments", 30*time.Second)
	_, err := payments.Enter(context.Background())
	var rejected *backstay.RejectedError
	if !errors.As(err, &rejected) || *rejected.RetryAfter != 30*time.Second {
		t.Fatalf("%v, expected a refusal for 30 seconds", err)
	}
	if err := runtime.Advance(30 * time.Second); err != nil {
		t.Fatal(err)
	}
	permit, err := payments.Enter(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	permit.Success()
}

func TestRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backstay.json")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	runtime := backstaytest.Open(t, path)
	events := backstaytest.Record(t, runtime)
	backstaytest.OpenPolicy(t, runtime, "payments", 0)
	if states := events.States(); !slices.Equal(states, []backstay.State{backstay.StateForcedOpen}) {
		t.Errorf("%v, expected that it was forced open", states)
	}
	if all := events.All(); len(all) != 1 || all[0].Note != "forced open by a test" {
		t.Errorf("%+v", all)
	}
	events.Clear()
	if all := events.All(); len(all) != 0 {
		t.Errorf("%+v, expected nothing new", all)
	}
}
