package backstay

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"
	"weak"

	"github.com/backstay-dev/backstay-go/internal/flat"
	"github.com/backstay-dev/backstay-go/internal/held"
	"github.com/backstay-dev/backstay-go/internal/processor"
)

// Policy guards calls, whatever patterns it is made of. Get one from [Runtime.Policy].
type Policy struct {
	handle  int64
	runtime *Runtime
	name    string
	key     string

	// The policy's hot words, in memory of the core that lives as long as this object.
	word     *int64
	stripes  unsafe.Pointer
	stride   uintptr
	mask     uintptr
	sequence *int64 // number of events so far

	lot     int64 // where callers park that an exit may wake; 0: none
	timed   bool  // a report needs the elapsed time
	limited bool  // a permit may have a deadline of its own
	gated   bool  // neither, so that the gate word may let a call start

	cut error // what context.Cause tells where a deadline of this policy cut a call
}

// adopt makes the policy of a handle that came with a reference. Whoever asks again gets the same one, while anybody has it.
func (r *Runtime) adopt(handle int64, key string) (*Policy, error) {
	if known := r.known(handle); known != nil {
		flat.Policy_release(handle)
		return known, nil
	}
	p := &Policy{handle: handle, runtime: r, key: key}
	held.CountPolicies(1)
	weakly := weak.Make(p)
	runtime.AddCleanup(p, release, released{r, handle, weakly})
	if err := p.look(); err != nil {
		return nil, err
	}
	r.policies.Store(handle, weakly)
	return p, nil
}

func (r *Runtime) known(handle int64) *Policy {
	found, ok := r.policies.Load(handle)
	if !ok {
		return nil
	}
	return found.(weak.Pointer[Policy]).Value()
}

// What is left of a policy that nobody has any more.
type released struct {
	runtime *Runtime
	handle  int64
	policy  weak.Pointer[Policy]
}

func release(gone released) {
	gone.runtime.policies.CompareAndDelete(gone.handle, gone.policy)
	flat.Policy_release(gone.handle)
	held.CountPolicies(-1)
}

// look finds what is asked once a policy.
func (p *Policy) look() error {
	var gate [flat.FLAT_GATE_LOT + 1]int64
	if err := numbers(flat.Policy_gate(p.handle), gate[:]); err != nil {
		return err
	}
	name, err := text(flat.Policy_name(p.handle))
	if err != nil {
		return err
	}
	p.name = name
	p.word = (*int64)(address(&gate[flat.FLAT_GATE_WORD]))
	p.stripes = address(&gate[flat.FLAT_GATE_STRIPES])
	p.mask = uintptr(gate[flat.FLAT_GATE_STRIPE_COUNT] - 1)
	p.stride = uintptr(gate[flat.FLAT_GATE_STRIPE_STRIDE])
	p.sequence = (*int64)(address(&gate[flat.FLAT_GATE_EVENT_SEQUENCE]))
	p.lot = gate[flat.FLAT_GATE_LOT]
	p.timed = flat.Policy_needs_elapsed(p.handle) > 0
	p.limited = flat.Policy_has_deadlines(p.handle) > 0
	p.gated = !p.timed && !p.limited
	p.cut = &RejectedError{Policy: p.name, Key: p.key, Reason: ReasonDeadline}
	return nil
}

// address reads a number of the core as the address that it is. The memory is the core's, so Go neither moves nor frees it.
func address(number *int64) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(number)) }

func (p *Policy) native() int64 {
	if p == nil {
		return 0
	}
	return p.handle
}

// Name returns the policy's name in the configuration.
func (p *Policy) Name() string {
	if p == nil {
		return ""
	}
	return p.name
}

// Key returns what the policy's instance was asked for with [Policy.Keyed], empty for the policy itself.
func (p *Policy) Key() string {
	if p == nil {
		return ""
	}
	return p.key
}

// Keyed returns the policy's own instance for one host, tenant or user; the same key gives the same instance while it is kept. Where the
// configured number is reached, the healthy one that was unused for longest is forgotten.
func (p *Policy) Keyed(key string) (*Policy, error) {
	defer runtime.KeepAlive(p)
	handle, err := handle(flat.Policy_keyed(p.native(), key))
	if err != nil {
		return nil, err
	}
	return p.runtime.adopt(handle, key)
}

// RetryAfter translates a Retry-After header (seconds, or an HTTP date) into a duration from now; false where it is neither.
func (p *Policy) RetryAfter(header string) (time.Duration, bool) {
	defer runtime.KeepAlive(p)
	var wait [1]int64
	if err := numbers(flat.Policy_retry_after(p.native(), header), wait[:]); err != nil {
		return 0, false
	}
	return time.Duration(wait[0]), true
}

// count adds a success that needs no report to the metrics, in a stripe that goroutines on other processors hardly use.
func (p *Policy) count() {
	atomic.AddInt64((*int64)(unsafe.Add(p.stripes, processor.Number()&p.mask*p.stride)), 1)
	runtime.KeepAlive(p)
}

// quiet reports whether a success under token needs no report.
func (p *Policy) quiet(token int64) bool {
	still := token&gateQuiet != 0 && atomic.LoadInt64(p.word) == token
	runtime.KeepAlive(p)
	return still
}

// announce writes log lines where something happened that nobody has told yet.
func (p *Policy) announce(ctx context.Context) {
	if atomic.LoadInt64(p.sequence) != p.runtime.logged.Load() {
		p.runtime.log(ctx)
	}
	runtime.KeepAlive(p)
}
