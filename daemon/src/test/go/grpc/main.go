// Command grpc is a gRPC server under its own load, with unary calls and with streams.
// It is built against Debian's sources, without modules: deploy/toolchains/fetch-grpc.sh.
//
//	grpc [-fault grpc-stall] [-group NAME]
//
// With the fault, one stream waits for another. It writes "ready PID GOVERSION" when it is under
// load, and ends with its standard input.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"sync"
	"time"

	"google.golang.org/grpc"
	health "google.golang.org/grpc/health/grpc_health_v1"
)

const (
	stall = "grpc-stall"
	// burst is how many calls are made at once, on one connection, so that streams meet.
	burst = 4
	pause = 40 * time.Millisecond
	work  = 3 * time.Millisecond
	// updates is how many messages a stream sends.
	updates = 3
)

type server struct {
	health.UnimplementedHealthServer
	stalls bool
	shared sync.Mutex
}

func (s *server) answer() *health.HealthCheckResponse {
	if s.stalls {
		s.shared.Lock()
		defer s.shared.Unlock()
	}
	time.Sleep(work)
	return &health.HealthCheckResponse{Status: health.HealthCheckResponse_SERVING}
}

// Check is a unary call.
func (s *server) Check(context.Context, *health.HealthCheckRequest) (*health.HealthCheckResponse, error) {
	return s.answer(), nil
}

// Watch is a stream of a few messages.
func (s *server) Watch(_ *health.HealthCheckRequest, to health.Health_WatchServer) error {
	for i := 0; i < updates; i++ {
		if err := to.Send(s.answer()); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	fault := flag.String("fault", "", "the switch to turn on: "+stall)
	_ = flag.String("group", "", "shown in the command line, for selectors; changes nothing")
	flag.Parse()
	if *fault != "" && *fault != stall {
		fail(fmt.Errorf("unknown fault %q; known is %s", *fault, stall))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	fail(err)
	serving := grpc.NewServer()
	health.RegisterHealthServer(serving, &server{stalls: *fault == stall})
	go func() { fail(serving.Serve(listener)) }()
	connection, err := grpc.Dial(listener.Addr().String(), grpc.WithInsecure(), grpc.WithBlock())
	fail(err)
	go drive(health.NewHealthClient(connection))
	fmt.Println("ready", os.Getpid(), runtime.Version())
	_, err = io.Copy(io.Discard, os.Stdin)
	fail(err)
}

func drive(client health.HealthClient) {
	for {
		time.Sleep(pause)
		var all sync.WaitGroup
		for i := 0; i < burst; i++ {
			all.Add(1)
			go func(streamed bool) {
				defer all.Done()
				call(client, streamed)
			}(i == 0)
		}
		all.Wait()
	}
}

func call(client health.HealthClient, streamed bool) {
	if !streamed {
		_, err := client.Check(context.Background(), &health.HealthCheckRequest{})
		fail(err)
		return
	}
	stream, err := client.Watch(context.Background(), &health.HealthCheckRequest{})
	fail(err)
	for {
		if _, err := stream.Recv(); err == io.EOF {
			return
		} else if err != nil {
			fail(err)
		}
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "grpc:", err)
		os.Exit(1)
	}
}
