module github.com/backstay-dev/backstay-go/kill

go 1.24

require github.com/backstay-dev/backstay-go v0.0.0

replace github.com/backstay-dev/backstay-go => ../../../bindings/go
