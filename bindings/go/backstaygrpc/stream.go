package backstaygrpc

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/backstay-dev/backstay-go"
	"google.golang.org/grpc"
)

// StreamClientInterceptor guards streams: each takes one permit, from its opening until it has ended, or its context has. Nothing is
// repeated, whatever the policy says about retries. A stream that a program neither reads to its end nor cancels keeps its permit, as it
// keeps its connection.
func StreamClientInterceptor(policy *backstay.Policy, options ...Option) grpc.StreamClientInterceptor {
	g := newGuard(policy, options)
	return func(ctx context.Context, desc *grpc.StreamDesc, cc *grpc.ClientConn, method string, streamer grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
		instance, err := g.instance(method)
		if err != nil {
			return nil, withStatus(err)
		}
		permit, err := instance.Enter(ctx)
		if err != nil {
			return nil, withStatus(err)
		}
		limited, cancel := permit.Context(ctx)
		s := &stream{guard: g, method: method, desc: desc, permit: permit, cancel: cancel}
		s.ClientStream, err = streamer(limited, desc, cc, method, opts...)
		if err != nil {
			s.end(err)
			return nil, err
		}
		// A stream whose user gave up is not read any more.
		context.AfterFunc(limited, func() { s.end(limited.Err()) })
		return s, nil
	}
}

// stream reports to its permit once, when it has ended.
type stream struct {
	grpc.ClientStream
	guard  *guard
	method string
	desc   *grpc.StreamDesc
	permit *backstay.Permit
	cancel context.CancelFunc
	once   sync.Once
}

func (s *stream) RecvMsg(message any) error {
	err := s.ClientStream.RecvMsg(message)
	switch {
	case errors.Is(err, io.EOF):
		s.end(nil)
	case err != nil:
		s.end(err)
	case !s.desc.ServerStreams: // the only answer there is
		s.end(nil)
	}
	return err
}

func (s *stream) end(err error) {
	s.once.Do(func() {
		_ = s.permit.Report(s.guard.report(s.method, err)) // what it reports is within the ranges
		s.cancel()
	})
}
