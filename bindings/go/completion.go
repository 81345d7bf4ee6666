package backstay

import "github.com/backstay-dev/backstay-go/internal/completion"

// The completion queue lies below this package, and needs a runtime's handle and this package's error.
func init() {
	completion.Handle = func(of any) int64 {
		r, _ := of.(*Runtime)
		return r.native()
	}
	completion.Failure = func(status int, message string) error { return &Error{Status(status), message} }
}
