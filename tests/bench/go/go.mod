module github.com/backstay-dev/backstay-go/bench

go 1.24.0

require (
	github.com/backstay-dev/backstay-go v0.0.0
	github.com/failsafe-go/failsafe-go v0.6.9
	github.com/sony/gobreaker/v2 v2.1.0
)

require (
	github.com/bits-and-blooms/bitset v1.14.3 // indirect
	github.com/cespare/xxhash/v2 v2.2.0 // indirect
	github.com/dgryski/go-rendezvous v0.0.0-20200823014737-9f7001d12a5f // indirect
	github.com/go-redsync/redsync/v4 v4.13.0 // indirect
	github.com/hashicorp/errwrap v1.1.0 // indirect
	github.com/hashicorp/go-multierror v1.1.1 // indirect
	github.com/redis/go-redis/v9 v9.7.0 // indirect
)

replace github.com/backstay-dev/backstay-go => ../../../bindings/go
