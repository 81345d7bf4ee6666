module github.com/backstay-dev/backstay-go/backstayprom

go 1.24.0

require github.com/backstay-dev/backstay-go v0.0.0

require (
	github.com/prometheus/client_golang v1.22.0 // indirect
	github.com/prometheus/client_model v0.6.1 // indirect
	github.com/prometheus/common v0.62.0 // indirect
)

replace github.com/backstay-dev/backstay-go => ../
