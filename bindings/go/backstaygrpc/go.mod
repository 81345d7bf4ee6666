module github.com/backstay-dev/backstay-go/backstaygrpc

go 1.24.0

require (
	github.com/backstay-dev/backstay-go v0.0.0
	google.golang.org/genproto/googleapis/rpc v0.0.0-20250218202821-56aae31c358a // RetryInfo, by which a server says when to come back
	google.golang.org/grpc v1.72.2 // what the interceptors are for
	google.golang.org/protobuf v1.36.5 // durations in the tests
)

require (
	golang.org/x/net v0.35.0 // indirect
	golang.org/x/sys v0.30.0 // indirect
	golang.org/x/text v0.22.0 // indirect
)

replace github.com/backstay-dev/backstay-go => ../
