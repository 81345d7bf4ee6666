package backstay

import (
	"fmt"
	"sync"
	"time"

	"github.com/backstay-dev/backstay-go/internal/flat"
)

// The lowest ABI version of the library that this package can work with.
const abiVersion = 1

// Whether the library is one that this package was written for. A static one always is.
var checkLibrary = sync.OnceValue(func() error {
	if found := flat.Abi_version(); found < abiVersion {
		message := fmt.Sprintf("the library has ABI version %d, and this package needs %d: install a newer libbackstay", found, abiVersion)
		return &Error{StatusUnsupported, message}
	}
	return nil
})

// The functions below read the owned result of a cold call and free it.

func done(result int64) error {
	defer flat.Result_free(result)
	return failure(result)
}

func failure(result int64) error {
	status := Status(flat.Result_code(result))
	if status >= 0 {
		return nil
	}
	return &Error{status, flat.Result_message(result)}
}

func text(result int64) (string, error) {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return "", err
	}
	return flat.Result_bytes(result), nil
}

// A handle with its reference.
func handle(result int64) (int64, error) {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return 0, err
	}
	return flat.Result_handle(result), nil
}

func numbers(result int64, into []int64) error {
	defer flat.Result_free(result)
	if err := failure(result); err != nil {
		return err
	}
	for i := range into {
		into[i] = flat.Result_number(result, int64(i))
	}
	return nil
}

// known returns a duration of the core, nil where that is not known.
func known(ns int64) *time.Duration {
	if ns < 0 {
		return nil
	}
	duration := time.Duration(ns)
	return &duration
}
