//go:build !backstay_dynamic

package flat

// The archive lies beside this file, so that vendoring takes it along.

// #cgo LDFLAGS: ${SRCDIR}/libbackstay_linux_amd64.a -lpthread -lm
import "C"
