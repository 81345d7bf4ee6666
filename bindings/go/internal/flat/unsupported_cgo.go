//go:build !cgo

package flat

// Without cgo the package can't reach its native code. The name below is not defined, so that the compiler's message says what to do.
var _ = backstay_needs_cgo__build_with_CGO_ENABLED_1_and_a_C_compiler_such_as_gcc
