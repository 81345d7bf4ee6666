module github.com/backstay-dev/backstay-go/conformance

go 1.24

require (
	github.com/anishathalye/porcupine v1.3.1 // judges whether histories of claims are linearizable
	github.com/backstay-dev/backstay-go v0.0.0
)

replace github.com/backstay-dev/backstay-go => ../../../bindings/go
