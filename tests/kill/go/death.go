package main

import (
	"fmt"
	"os"
	"slices"
	"syscall"
)

// phase is where in its work a worker may kill itself.
type phase string

const (
	none       phase = "none"
	claimed    phase = "claimed"
	acted      phase = "acted"
	completing phase = "completing"
	completed  phase = "completed"
)

// MarshalText returns the phase's name.
func (p phase) MarshalText() ([]byte, error) { return []byte(p), nil }

// UnmarshalText reads a phase by its name.
func (p *phase) UnmarshalText(name []byte) error {
	*p = phase(name)
	if !slices.Contains([]phase{none, claimed, acted, completing, completed}, *p) {
		return fmt.Errorf("there is no phase %q", name)
	}
	return nil
}

// death is where a worker kills itself, and at which time that it passes there.
type death struct {
	at    phase
	after int
}

// due counts that the worker passes a phase, and reports whether it is to die there now.
func (d *death) due(passed phase) bool {
	if passed != d.at {
		return false
	}
	d.after--
	return d.after == 0
}

func (d *death) pass(passed phase) {
	if d.due(passed) {
		die()
	}
}

// die ends the process as a crash does: nothing is closed, flushed or told.
func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
