//go:build backstay_dynamic

package flat

// The installed shared library, found by pkg-config; the wrappers are compiled from the C files beside this one.

// #cgo pkg-config: backstay
// #cgo CFLAGS: -w
import "C"
