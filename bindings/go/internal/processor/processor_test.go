package processor

import (
	"runtime"
	"testing"
)

func TestNumberIsBelowTheNumberOfProcessors(t *testing.T) {
	for range 100 {
		if number := Number(); number >= uintptr(runtime.GOMAXPROCS(0)) {
			t.Fatalf("a goroutine runs on processor %d of %d", number, runtime.GOMAXPROCS(0))
		}
		runtime.Gosched()
	}
}
