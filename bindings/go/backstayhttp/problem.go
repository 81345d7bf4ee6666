package backstayhttp

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// Problem is the answer to a refused call, as RFC 9457 describes it. It names the policy and the reason, never the key of an instance,
// which may be a user or a tenant.
type Problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Policy string `json:"policy"`
	Reason string `json:"reason"`
	// RetryAfter is in whole seconds, rounded up, and at least 1; 0 where it is not known.
	RetryAfter int    `json:"retry_after,omitempty"`
	Instance   string `json:"instance,omitempty"`
}

// What happened, by the reason, where "refuses calls just now" would be wrong.
var details = map[backstay.Reason]string{
	backstay.ReasonCost:     "The call weighs more than the policy {policy} ever lets pass at once ({reason}).",
	backstay.ReasonDeadline: "The deadline of the policy {policy} passed ({reason}).",
}

const (
	usualDetail   = "The policy {policy} refuses calls just now ({reason})."
	givenUpDetail = "The policy {policy} gave the call up ({reason})."
)

// ProblemOf returns the answer to an error, false where it is no refusal: 429 for a rate limit, 504 for a deadline, else 503.
func ProblemOf(err error) (Problem, bool) {
	var exhausted *backstay.ExhaustedError
	var rejected *backstay.RejectedError
	switch {
	case errors.As(err, &exhausted):
		return problem(backstay.ErrRetriesExhausted, exhausted.Policy, exhausted.Reason, givenUpDetail, nil), true
	case errors.As(err, &rejected):
		detail, ok := details[rejected.Reason]
		if !ok {
			detail = usualDetail
		}
		return problem(rejected.Sentinel(), rejected.Policy, rejected.Reason, detail, rejected.RetryAfter), true
	}
	return Problem{}, false
}

func problem(kind error, policy string, reason backstay.Reason, detail string, wait *time.Duration) Problem {
	if kind == nil {
		kind = backstay.ErrRejected // a reason that only a newer library knows
	}
	words := strings.TrimPrefix(kind.Error(), "backstay: ")
	made := Problem{
		Type:   "tag:backstay.dev,2026:problem/" + strings.ReplaceAll(words, " ", "-"),
		Title:  strings.ToUpper(words[:1]) + words[1:],
		Status: statusOf(kind),
		Detail: strings.NewReplacer("{policy}", policy, "{reason}", reason.String()).Replace(detail),
		Policy: policy,
		Reason: reason.String(),
	}
	if wait != nil {
		made.RetryAfter = max(int((*wait+time.Second-1)/time.Second), 1)
	}
	return made
}

func statusOf(kind error) int {
	switch kind {
	case backstay.ErrRateLimited:
		return http.StatusTooManyRequests
	case backstay.ErrDeadlineExceeded:
		return http.StatusGatewayTimeout
	}
	return http.StatusServiceUnavailable
}

// WriteError answers a request whose handler met a refusal, with status, Retry-After and problem details. Any other error it leaves to the
// caller, and returns false.
func WriteError(w http.ResponseWriter, r *http.Request, err error) bool {
	made, ok := ProblemOf(err)
	if !ok {
		return false
	}
	made.Instance = r.URL.Path
	body, _ := json.Marshal(made) // texts and numbers, so it can't fail
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if made.RetryAfter > 0 {
		header.Set("Retry-After", strconv.Itoa(made.RetryAfter))
	}
	w.WriteHeader(made.Status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client may be gone
	}
	return true
}
