package completion_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/backstay-dev/backstay-go"
	"github.com/backstay-dev/backstay-go/internal/completion"
)

func loop(t testing.TB, capacity int64) *completion.Loop {
	t.Helper()
	r, err := backstay.New([]byte(`{"policies": {}}`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := completion.NewLoop(r, capacity)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func TestManyInFlightFromTheStoresThread(t *testing.T) {
	l := loop(t, 1024)
	var all sync.WaitGroup
	for worker := range 256 {
		all.Add(1)
		go func() {
			defer all.Done()
			for call := range 50 {
				sent := fmt.Sprint(worker, ".", call)
				came, err := l.Echo(context.Background(), sent, completion.OnThread)
				if err != nil || string(came) != sent {
					t.Errorf("%q, %v, expected %q", came, err, sent)
				}
			}
		}()
	}
	all.Wait()
}

func TestMoreThanHaveAPlaceWaitForOne(t *testing.T) {
	l := loop(t, 2)
	var all sync.WaitGroup
	for caller := range 100 {
		all.Add(1)
		go func() {
			defer all.Done()
			sent := fmt.Sprint(caller)
			came, err := l.Echo(context.Background(), sent, completion.OnThread)
			if err != nil || string(came) != sent {
				t.Errorf("%q, %v, expected %q", came, err, sent)
			}
		}()
	}
	all.Wait()
}

func TestWhatIsCancelledFreesItsPlace(t *testing.T) {
	l := loop(t, 1)
	for range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := l.Echo(ctx, "never", completion.Held)
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("%v, expected that it was given up", err)
		}
	}
	came, err := l.Echo(context.Background(), "now", completion.AtOnce)
	if err != nil || string(came) != "now" {
		t.Fatalf("%q, %v", came, err)
	}
}

func TestWhatCameWhileItsCallerLeftIsDropped(t *testing.T) {
	l := loop(t, 1)
	for range 1000 {
		ctx, cancel := context.WithCancel(context.Background())
		go cancel()
		came, err := l.Echo(ctx, "in time", completion.OnThread)
		if !errors.Is(err, context.Canceled) && string(came) != "in time" {
			t.Fatalf("%q, %v", came, err)
		}
	}
}

func TestWhoWaitsForAPlaceMayLeave(t *testing.T) {
	l := loop(t, 1)
	ended := make(chan error, 2)
	holder, release := context.WithCancel(context.Background())
	waiter, leave := context.WithCancel(context.Background())
	for _, ctx := range []context.Context{holder, waiter} {
		go func() {
			_, err := l.Echo(ctx, "held", completion.Held)
			ended <- err
		}()
	}
	for _, cancel := range []func(){leave, release} {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%v, expected that it was given up", err)
		}
	}
}

func TestCloseEndsWhatWaits(t *testing.T) {
	l := loop(t, 64)
	ended := make(chan error, 32)
	var begun sync.WaitGroup
	for range cap(ended) {
		begun.Add(1)
		go func() {
			begun.Done()
			_, err := l.Echo(context.Background(), "held", completion.Held)
			ended <- err
		}()
	}
	begun.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for range cap(ended) {
		if err := <-ended; !errors.Is(err, backstay.ErrClosed) {
			t.Errorf("%v, expected closed", err)
		}
	}
	if _, err := l.Echo(context.Background(), "late", completion.AtOnce); !errors.Is(err, backstay.ErrClosed) {
		t.Errorf("%v, expected closed", err)
	}
}

func BenchmarkEcho256(b *testing.B) {
	l := loop(b, 1024)
	b.SetParallelism(128)
	b.RunParallel(func(each *testing.PB) {
		for each.Next() {
			if _, err := l.Echo(context.Background(), "sixteen bytes 16", completion.OnThread); err != nil {
				b.Error(err)
			}
		}
	})
}
