package backstay

import "time"

// OnceOption changes one call of [Once]: any [ClaimOption], [WithFingerprint], [WithRetryable].
type OnceOption interface {
	once(*claimSettings)
}

// ClaimOption changes one claim. The zero value changes nothing.
type ClaimOption struct{ change func(*claimSettings) }

func (o ClaimOption) once(asked *claimSettings) {
	if o.change != nil {
		o.change(asked)
	}
}

// onceOption is what only Once knows.
type onceOption func(*claimSettings)

func (o onceOption) once(asked *claimSettings) { o(asked) }

// WithScope tells whose key it is, such as a tenant's: keys of different scopes are different keys. Up to 255 bytes without control
// characters.
func WithScope(scope string) ClaimOption {
	return ClaimOption{func(asked *claimSettings) { asked.scope = scope }}
}

// WithLease tells for how long the key is held where nobody ends the claim or begins its lease anew, 10 ms to a day, in place of what is
// configured.
func WithLease(lease time.Duration) ClaimOption {
	return ClaimOption{func(asked *claimSettings) { asked.lease, asked.leased = lease, true }}
}

// WithWaited tells how long the caller has waited since its first try: the sum of what [Claim.Again] said. [Once] waits by itself.
func WithWaited(waited time.Duration) ClaimOption {
	return ClaimOption{func(asked *claimSettings) { asked.waited = waited }}
}

// WithFingerprint tells the request, up to 255 bytes: a key that was used with another fingerprint is refused with [ErrKeyMismatch].
func WithFingerprint(fingerprint string) OnceOption {
	return onceOption(func(asked *claimSettings) { asked.fingerprint = fingerprint })
}

// WithRetryable tells which errors of the function leave nothing behind, so that the next call under the key acts. Without it none does,
// not even the caller's cancellation: who was interrupted may have acted.
func WithRetryable(retryable func(err error) bool) OnceOption {
	return onceOption(func(asked *claimSettings) { asked.retryable = retryable })
}

// What the options of a claim come to.
type claimSettings struct {
	scope       string
	fingerprint string
	lease       time.Duration
	leased      bool // the caller gave one
	waited      time.Duration
	retryable   func(error) bool
}
