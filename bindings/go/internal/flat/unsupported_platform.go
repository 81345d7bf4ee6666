//go:build cgo && !backstay_dynamic && !(linux && (amd64 || arm64))

package flat

// The name below is not defined, so that the compiler's message says what to do.
var _ = backstay_has_no_native_archive_for_this_platform__install_libbackstay_and_build_with_tags_backstay_dynamic
