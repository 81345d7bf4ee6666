package backstay

// The bits of what the core answers by a single number, as capi/include/backstay/policy.h has them.

const (
	gateStart = 1 << 0 // a call may start without asking; the word is its token
	gateQuiet = 1 << 1 // a success needs no report while the word is unchanged

	ticketTimed = 1 << 61 // the wait ends with time alone

	waitUnknownUs = 1<<54 - 1
	none          = -1 // no deadline, no elapsed time, no Retry-After
)

func enterReason(answer int64) Reason { return Reason(-answer & 0x7f) }
func enterWakes(answer int64) bool    { return answer < 0 && -answer>>7&1 != 0 }

// enterWaitUs is the wait of a refusal, or with the reason wait the longest time to park.
func enterWaitUs(answer int64) int64 {
	wait := -answer >> 8
	if enterReason(answer) == ReasonWait {
		return wait & 0xffffffff
	}
	return wait
}

func exitHas(answer, flag int64) bool  { return answer > 0 && answer&flag != 0 }
func exitPauseUs(answer int64) int64   { return answer >> 8 & 0xffffffff }
func exitAttempts(answer int64) int    { return int(answer >> 8 & 0x3ff) }
func exitReason(answer int64) Reason   { return Reason(answer >> 18 & 0xff) }
func exitElapsedUs(answer int64) int64 { return answer >> 26 }
func waits(answer int64) bool          { return answer < 0 && enterReason(answer) == ReasonWait }
func goesOn(answer int64) bool         { return exitHas(answer, flagAgain|flagExhausted) }
