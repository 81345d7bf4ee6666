package backstayhttp

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/backstay-dev/backstay-go"
)

// rateFields writes the header fields RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers, as of revision 11):
//
//	RateLimit-Policy: "payments";q=100;w=60     100 requests in 60 seconds, also as a burst
//	RateLimit: "payments";r=42;t=17             42 left; all are back in 17 seconds
type rateFields struct {
	policy *backstay.Policy
	once   sync.Once
	window float64 // seconds in which the whole burst comes back; 0: there is no rate limit
}

func (f *rateFields) add(w http.ResponseWriter, instance *backstay.Policy, cost int64) {
	f.once.Do(f.look)
	if f.window == 0 {
		return
	}
	rate, err := instance.RateLimit(cost)
	if err != nil {
		return // a disabled runtime
	}
	name := structured(instance.Name())
	policy := fmt.Sprintf("%s;q=%d", name, rate.Limit)
	if f.window >= 1 { // the field knows whole seconds only
		policy += fmt.Sprintf(";w=%d", int64(math.Ceil(f.window-1e-6)))
	}
	wait := rate.ResetAfter
	if !rate.Allowed && rate.RetryAfter != nil {
		wait = *rate.RetryAfter
	}
	w.Header().Add("RateLimit-Policy", policy)
	w.Header().Add("RateLimit", fmt.Sprintf("%s;r=%d;t=%d", name, rate.Remaining, (wait+time.Second-1)/time.Second))
}

// look asks once whether the policy has a rate limit.
func (f *rateFields) look() {
	snapshot, err := f.policy.Snapshot()
	if err != nil {
		return
	}
	pattern, ok := snapshot.Pattern("rate_limit")
	if rate := pattern.Doubles["rate"]; ok && rate != nil && *rate > 0 {
		f.window = float64(pattern.Integers["limit"]) / *rate
	}
}

// structured returns a text as a String of RFC 9651; what that can't hold is percent-encoded, and so is the percent sign.
func structured(text string) string {
	var made strings.Builder
	made.WriteByte('"')
	for _, letter := range []byte(text) {
		switch {
		case letter == '"' || letter == '\\':
			made.WriteByte('\\')
			made.WriteByte(letter)
		case letter < ' ' || letter > '~' || letter == '%':
			fmt.Fprintf(&made, "%%%02X", letter)
		default:
			made.WriteByte(letter)
		}
	}
	made.WriteByte('"')
	return made.String()
}
