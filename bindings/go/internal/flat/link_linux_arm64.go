//go:build !backstay_dynamic

package flat

// #cgo LDFLAGS: ${SRCDIR}/libbackstay_linux_arm64.a -lpthread -lm
import "C"
