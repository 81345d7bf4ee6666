package backstay

import (
	"context"
	"errors"
	"testing"
)

func TestSmoke(t *testing.T) {
	r, err := New([]byte(`{"policies": {"p": {"circuit_breaker": {"consecutive_failures": 2}}, "w": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 2000}}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Policy("p")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < 3; i++ {
		_, err = Do(context.Background(), p, func(context.Context) (int, error) { return 0, errors.New("boom") })
		t.Log(err)
	}
	s, err := p.Snapshot()
	t.Logf("%+v %v", s, err)
}

func benchPolicy(b *testing.B, name string) *Policy {
	r, err := New([]byte(`{"policies": {"p": {"circuit_breaker": {"consecutive_failures": 2}}, "w": {"circuit_breaker": {"failure_rate": {"threshold": 0.5, "window": "10s", "minimum_calls": 2000}}}, "s": {"circuit_breaker": {"slow_calls": {"threshold": 0.5, "longer_than": "1s", "window": "10s", "minimum_calls": 2000}}}}}`))
	if err != nil {
		b.Fatal(err)
	}
	p, err := r.Policy(name)
	if err != nil {
		b.Fatal(err)
	}
	return p
}
func empty(context.Context) (int, error) { return 1, nil }
func BenchmarkDo(b *testing.B) {
	for _, name := range []string{"p", "w", "s"} {
		p := benchPolicy(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Do(context.Background(), p, empty)
			}
		})
		b.Run(name+"/64", func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					Do(context.Background(), p, empty)
				}
			})
		})
	}
	p := benchPolicy(b, "p")
	p.ForceOpen("x")
	b.Run("open", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Do(context.Background(), p, empty)
		}
	})
}
