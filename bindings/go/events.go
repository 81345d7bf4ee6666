package backstay

import (
	"context"
	"log/slog"
	"runtime"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// Event is one transition, or another thing worth a log line. What doesn't apply is empty.
type Event struct {
	Sequence int64
	// At is when it happened since the runtime's epoch, WallNs the same in nanoseconds since 1970.
	At      time.Duration `json:"at_ns"`
	WallNs  int64         `json:"wall_ns"`
	Kind    EventKind
	Policy  string
	Key     string
	Pattern string
	From    string
	To      string
	// Reason is why, by the catalogue's name; Note is what an operator said.
	Reason string
	Note   string
	// Wait is how long until a call may pass, nil where that is not known.
	Wait *time.Duration `json:"wait_ns"`
	// Cause of the last failure.
	Cause string
	// Message is the log line, the same in every language.
	Message string
}

// EventPage holds some events, and where to go on.
type EventPage struct {
	Events []Event
	// Next is the cursor for the next call.
	Next int64
	// Dropped is how many were lost before the oldest of these, because nobody read them in time.
	Dropped int64
}

// Events returns the events after a cursor, 0 for all that are kept. Readers don't steal from each other.
func (r *Runtime) Events(since int64) (EventPage, error) {
	defer runtime.KeepAlive(r)
	return decoded[EventPage](flat.Runtime_events(r.native(), since))
}

// log writes a line for each event that is not in the log yet. Several goroutines may come at once: the cursor is claimed once a page was
// read, and who loses reads again.
func (r *Runtime) log(ctx context.Context) {
	for {
		since := r.logged.Load()
		page, err := r.Events(since)
		if err != nil {
			return // closed, so nothing more happens
		}
		if !r.logged.CompareAndSwap(since, page.Next) {
			continue
		}
		r.write(ctx, page)
		return
	}
}

func (r *Runtime) write(ctx context.Context, page EventPage) {
	logger := r.logger
	if logger == nil {
		logger = slog.Default()
	}
	if page.Dropped > 0 {
		logger.WarnContext(ctx, "backstay: events were dropped before they could be logged", slog.Int64("dropped", page.Dropped))
	}
	for _, event := range page.Events {
		logger.LogAttrs(ctx, event.level(), event.Message, event.attributes()...)
	}
}

func (e Event) level() slog.Level {
	switch {
	case e.Kind == EventKindProbeLost, e.Kind == EventKindDisabled, e.To == string(StateOpen), e.To == string(StateForcedOpen):
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

func (e Event) attributes() []slog.Attr {
	attributes := []slog.Attr{slog.String("kind", string(e.Kind)), slog.Int64("sequence", e.Sequence)}
	for _, field := range [...]struct{ name, value string }{
		{"policy", e.Policy}, {"key", e.Key}, {"pattern", e.Pattern}, {"from", e.From}, {"to", e.To},
		{"reason", e.Reason}, {"note", e.Note}, {"cause", e.Cause},
	} {
		if field.value != "" {
			attributes = append(attributes, slog.String(field.name, field.value))
		}
	}
	return attributes
}
