package backstay

import (
	"runtime"
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
	"github.com/backstay-dev/backstay-go/internal/held"
)

// Claim is how a claim ended, and the key where it is held.
//
// Who holds the key acts, and ends the claim by [Claim.Complete], [Claim.Fail] or [Claim.Release]. A claim that the garbage collector
// finds without an end holds its key until the lease runs out: who vanished may have acted.
type Claim struct {
	handle        int64    // 0: the key is not held
	runtime       *Runtime // whose loop carries the claim's end, nil where the store is never waited for
	status        ClaimStatus
	fence         int64
	takeovers     int64
	retryAfter    time.Duration
	again         time.Duration
	message       string
	recoveryPoint string
	answer        Answer
}

// Answer is what came of the work that a key stands for.
type Answer struct {
	Kind AnswerKind
	// StatusCode is that of HTTP, 0 where there is none.
	StatusCode  int
	ContentType string
	Headers     string
	Body        []byte
}

// newClaim reads the owned result of a claim and frees it.
func newClaim(result int64, carrier *Runtime) (*Claim, error) {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return nil, err
	}
	c := holding(flat.Result_handle(result), carrier, ClaimStatus(flat.Result_code(result)))
	number := func(index int) int64 { return flat.Result_number(result, int64(index)) }
	c.fence = number(flat.FLAT_CLAIMED_FENCE)
	c.takeovers = number(flat.FLAT_CLAIMED_TAKEOVERS)
	c.retryAfter = time.Duration(number(flat.FLAT_CLAIMED_RETRY_AFTER_NS))
	c.again = time.Duration(number(flat.FLAT_CLAIMED_AGAIN_NS))
	text := flat.Result_bytes(result)
	part := func(index int) string {
		length := number(index)
		taken := text[:length]
		text = text[length:]
		return strings.Clone(taken) // it is not to keep the body in memory
	}
	c.message = part(flat.FLAT_CLAIMED_MESSAGE_LENGTH)
	c.recoveryPoint = part(flat.FLAT_CLAIMED_RECOVERY_POINT_LENGTH)
	c.answer = Answer{
		Kind:        AnswerKind(number(flat.FLAT_CLAIMED_ANSWER_KIND)),
		StatusCode:  int(number(flat.FLAT_CLAIMED_STATUS_CODE)),
		ContentType: part(flat.FLAT_CLAIMED_CONTENT_TYPE_LENGTH),
		Headers:     part(flat.FLAT_CLAIMED_HEADERS_LENGTH),
	}
	c.answer.Body = []byte(text) // what is left
	return c, nil
}

// holding makes a claim, with its key where that is held.
func holding(handle int64, carrier *Runtime, status ClaimStatus) *Claim {
	c := &Claim{handle: handle, runtime: carrier, status: status, retryAfter: none}
	if handle != 0 {
		held.CountClaims(1)
		runtime.AddCleanup(c, dropClaim, handle)
	}
	return c
}

func dropClaim(handle int64) {
	flat.Claim_release(handle)
	held.CountClaims(-1)
}

// Status tells how the claim ended.
func (c *Claim) Status() ClaimStatus {
	if c == nil {
		return none
	}
	return c.status
}

// Held reports whether the claim got the key, so that its caller is the one to act: the status is [ClaimStatusNew] or
// [ClaimStatusTakenOver].
func (c *Claim) Held() bool { return c != nil && c.handle != 0 }

// Fence returns a number greater than that of every claim before, for resources that refuse who comes late; 0 where the key is not held.
func (c *Claim) Fence() int64 {
	if c == nil {
		return 0
	}
	return c.fence
}

// Takeovers returns how often the key changed hands because a lease had run out.
func (c *Claim) Takeovers() int64 {
	if c == nil {
		return 0
	}
	return c.takeovers
}

// RetryAfter returns, where the key is in flight, how long until the other lease would run out; else false.
func (c *Claim) RetryAfter() (time.Duration, bool) {
	if c == nil || c.retryAfter < 0 {
		return 0, false
	}
	return c.retryAfter, true
}

// Again returns, where the key is in flight and the configured wait is not over, how long until it is worth another claim, which is told
// by [WithWaited] for how long its caller has waited; else false.
func (c *Claim) Again() (time.Duration, bool) {
	if c == nil || c.again <= 0 {
		return 0, false
	}
	return c.again, true
}

// RecoveryPoint returns how far the holder before had come, as it said last; empty where it said nothing.
func (c *Claim) RecoveryPoint() string {
	if c == nil {
		return ""
	}
	return c.recoveryPoint
}

// Message tells people why the caller neither holds the key nor gets a value, for a stored failure by that failure's own text; else it is
// empty.
func (c *Claim) Message() string {
	if c == nil {
		return ""
	}
	return c.message
}

// Answer returns the first caller's answer, where the status is [ClaimStatusReplay] or [ClaimStatusBodyNotKept]; else false.
func (c *Claim) Answer() (Answer, bool) {
	if c == nil || c.status != ClaimStatusReplay && c.status != ClaimStatusBodyNotKept {
		return Answer{}, false
	}
	return c.answer, true
}
