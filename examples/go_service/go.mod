module github.com/backstay-dev/backstay/examples/go_service

go 1.24

require github.com/backstay-dev/backstay-go v0.1.0

replace github.com/backstay-dev/backstay-go => ../../bindings/go
