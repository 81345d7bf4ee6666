// Package flat is the native library, as SWIG wraps it. Programs use package backstay.
package flat

import (
	"strings"
	"unsafe"
)

// copied returns a string of Go's own for one whose bytes a wrapper has allocated, and frees these.
func copied(theirs string) string {
	ours := strings.Clone(theirs)
	Swig_free(uintptr(unsafe.Pointer(unsafe.StringData(theirs))))
	return ours
}
