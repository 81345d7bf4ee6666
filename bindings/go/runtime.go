package backstay

import (
	"context"
	"encoding/json"
	"log/slog"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// Runtime owns clock, configuration, policies and events. There is no global state: two runtimes share nothing.
type Runtime struct {
	handle int64
	logger *slog.Logger // nil: slog.Default(), asked at each line

	policies sync.Map     // those that somebody has: handle to weak.Pointer[Policy]
	logged   atomic.Int64 // the newest event that is in the log

	manual *manualClock // nil on the system clock
	anchor time.Time    // an instant, and what the runtime's clock showed then
	origin int64

	carrier carrier

	closing sync.Once
	closed  chan struct{}
}

// RuntimeOption changes how a runtime is opened.
type RuntimeOption func(*Runtime)

// WithLogger makes the runtime write its lines to logger, in place of [slog.Default].
func WithLogger(logger *slog.Logger) RuntimeOption {
	return func(r *Runtime) { r.logger = logger }
}

// Open opens the runtime that a configuration file describes. An empty path stands for $BACKSTAY_CONFIG, or ./backstay.json.
func Open(path string, options ...RuntimeOption) (*Runtime, error) {
	return opened(func() int64 { return flat.Runtime_open(path) }, options)
}

// New makes a runtime from a configuration document. An [*Error] of a document tells all that is wrong in it.
func New(config []byte, options ...RuntimeOption) (*Runtime, error) {
	return opened(func() int64 { return flat.Runtime_create(string(config)) }, options)
}

// NewDisabled makes a runtime whose policies pass every call through, for tests, and for the night when the guard itself is suspected.
// With an empty config any name is a policy.
func NewDisabled(config []byte, options ...RuntimeOption) (*Runtime, error) {
	return opened(func() int64 { return flat.Runtime_create_disabled(string(config)) }, options)
}

func opened(open func() int64, options []RuntimeOption) (*Runtime, error) {
	if err := checkLibrary(); err != nil {
		return nil, err
	}
	handle, err := handle(open())
	if err != nil {
		return nil, err
	}
	r := &Runtime{handle: handle, closed: make(chan struct{})}
	// The last reference goes when nobody can reach the runtime any more, so no use after Close meets freed memory.
	runtime.AddCleanup(r, flat.Runtime_release, handle)
	for _, option := range options {
		option(r)
	}
	info, err := r.Info()
	if err != nil {
		return nil, err
	}
	if info.Clock == "manual" {
		r.manual = &manualClock{}
	}
	now, err := r.Now()
	if err != nil {
		return nil, err
	}
	r.anchor, r.origin = time.Now(), int64(now)
	r.log(context.Background())
	return r, nil
}

func (r *Runtime) native() int64 {
	if r == nil {
		return 0
	}
	return r.handle
}

// Policy returns the policy of that name in the configuration. The same name means the same breaker, whoever asks.
func (r *Runtime) Policy(name string) (*Policy, error) {
	defer runtime.KeepAlive(r)
	handle, err := handle(flat.Runtime_policy(r.native(), name))
	if err != nil {
		return nil, err
	}
	return r.adopt(handle, "")
}

// Policies returns the policies' names, in the order of the document.
func (r *Runtime) Policies() ([]string, error) {
	defer runtime.KeepAlive(r)
	return decoded[[]string](flat.Runtime_policies(r.native()))
}

// Info is what a runtime tells about itself.
type Info struct {
	Service  string
	Version  int64  // of the configuration
	Clock    string // "system" or "manual"
	Disabled bool
	// Fingerprint is the same wherever the configuration is.
	Fingerprint string
	Warnings    []string
}

// Info describes the runtime.
func (r *Runtime) Info() (Info, error) {
	defer runtime.KeepAlive(r)
	return decoded[Info](flat.Runtime_info(r.native()))
}

// Metrics returns all metrics in the Prometheus text format. Reading consumes nothing.
func (r *Runtime) Metrics() (string, error) { return r.MetricsOf("") }

// MetricsOf returns the metrics with a label process on every sample, for several processes that serve one port.
func (r *Runtime) MetricsOf(process string) (string, error) {
	defer runtime.KeepAlive(r)
	return text(flat.Runtime_metrics(r.native(), process))
}

// Now returns the runtime's clock, since its epoch.
func (r *Runtime) Now() (time.Duration, error) {
	defer runtime.KeepAlive(r)
	var now [1]int64
	err := numbers(flat.Runtime_now(r.native()), now[:])
	return time.Duration(now[0]), err
}

// Advance moves a manual clock forward. Contexts whose deadline has passed by then are done. On the system clock it is an error.
func (r *Runtime) Advance(by time.Duration) error {
	defer runtime.KeepAlive(r)
	if err := done(flat.Runtime_advance(r.native(), int64(by))); err != nil {
		return err
	}
	r.expire()
	return nil
}

// Close lets every later call be refused with [ErrClosed], also of goroutines that wait just now, for whose claims a store may still do
// what it was asked. Closing twice is fine.
func (r *Runtime) Close() error {
	defer runtime.KeepAlive(r)
	if err := done(flat.Runtime_close(r.native())); err != nil {
		return err
	}
	r.closing.Do(func() {
		close(r.closed)
		r.stopCarrying()
	})
	return nil
}

// Finding is one thing that is wrong in a configuration document, or worth a warning.
type Finding struct {
	Severity string // "error" or "warning"
	// Path names the place, such as policies.payments.circuit_breaker.open_for.
	Path    string
	Value   json.RawMessage
	Problem string
	Allowed string
	Message string // all of it in one line
}

// Checked is what [Check] found.
type Checked struct {
	Valid    bool
	Findings []Finding
}

// Check tells all that is wrong in a configuration document, without making a runtime.
func Check(config []byte) (Checked, error) {
	return decoded[Checked](flat.Config_check(string(config)))
}

// Schema returns the JSON Schema of the configuration.
func Schema() (string, error) { return text(flat.Config_schema()) }

// decoded reads the JSON document of a cold call.
func decoded[T any](result int64) (T, error) {
	var into T
	document, err := text(result)
	if err != nil {
		return into, err
	}
	if err := json.Unmarshal([]byte(document), &into); err != nil {
		return into, &Error{StatusInternal, "the library answered with something else than expected: " + err.Error()}
	}
	return into, nil
}
