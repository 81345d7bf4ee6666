package backstay

import (
	"bytes"
	"encoding/json"
	"runtime"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// Snapshot is what a policy looks like at one moment.
type Snapshot struct {
	Policy string
	// Key of the instance, empty for the policy itself.
	Key string
	// State of the circuit breaker, or what stands for it where there is none.
	State State
	// Patterns that the policy is made of, the outermost first.
	Patterns []PatternSnapshot
}

// Pattern returns the snapshot of the pattern of that name, such as "retry"; false where the policy has none.
func (s Snapshot) Pattern(name string) (PatternSnapshot, bool) {
	for _, pattern := range s.Patterns {
		if pattern.Name == name {
			return pattern, true
		}
	}
	return PatternSnapshot{}, false
}

// PatternSnapshot holds the fields of one pattern by their names, which are the same in every language.
type PatternSnapshot struct {
	Name     string `json:"-"`
	State    State
	Integers map[string]int64
	// Doubles hold nil where a value is not known.
	Doubles map[string]*float64
	Texts   map[string]string
	// Causes of the last failures, the newest first.
	Causes []Cause
}

// Cause tells why calls failed.
type Cause struct {
	Cause string
	Count int64
	// LastAt is when it was reported last, since the runtime's epoch.
	LastAt time.Duration `json:"last_at_ns"`
}

// Snapshot describes the policy. It never changes anything.
func (p *Policy) Snapshot() (Snapshot, error) {
	defer runtime.KeepAlive(p)
	return decoded[Snapshot](flat.Policy_snapshot(p.native()))
}

// UnmarshalJSON reads the core's document, in which patterns have an order.
func (s *Snapshot) UnmarshalJSON(document []byte) error {
	var head struct {
		Policy   string
		Key      *string
		State    State
		Patterns json.RawMessage
	}
	if err := json.Unmarshal(document, &head); err != nil {
		return err
	}
	*s = Snapshot{Policy: head.Policy, State: head.State}
	if head.Key != nil {
		s.Key = *head.Key
	}
	patterns := json.NewDecoder(bytes.NewReader(head.Patterns))
	if _, err := patterns.Token(); err != nil { // the opening brace
		return err
	}
	for patterns.More() {
		name, err := patterns.Token()
		if err != nil {
			return err
		}
		var pattern PatternSnapshot
		if err := patterns.Decode(&pattern); err != nil {
			return err
		}
		pattern.Name, _ = name.(string)
		s.Patterns = append(s.Patterns, pattern)
	}
	return nil
}
