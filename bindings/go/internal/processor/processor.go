// Package processor tells on which processor of Go's scheduler a goroutine runs.
package processor

import _ "unsafe" // for linkname

// Number returns the processor's number. It may be another one as soon as it has returned, so it is good for spreading load, no more.
//
// The two functions are the runtime's own. It promises to keep them, because packages with per-processor counters use them.
func Number() uintptr {
	number := pin()
	unpin()
	return uintptr(number)
}

//go:linkname pin runtime.procPin
func pin() int

//go:linkname unpin runtime.procUnpin
func unpin()
