// Command checkout is the sample service of graydiff's demo: a small shop that prices a cart, takes
// a payment and keeps the last orders. It uses what real services use (JSON, a worker pool, a
// guarded cache, channels, deadlines, keep-alive connections) and only the standard library, so
// that one source builds with every Go version that graydiff compares.
//
// On start it prints one line of JSON on standard output: its address, PID and Go version.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

const shutdownGrace = 2 * time.Second

// announcement tells whoever started the process where it listens.
type announcement struct {
	Address   string `json:"address"`
	PID       int    `json:"pid"`
	GoVersion string `json:"goVersion"`
	TLS       bool   `json:"tls"`
}

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	useTLS := flag.Bool("tls", false, "serve TLS and HTTP/2 with a certificate made at start")
	faultSpec := flag.String("faults", "", "comma-separated faults: latency=+5%, tail=1%x3, alloc=+10%, leak[=1%]")
	lifeline := flag.Bool("lifeline", false, "exit when standard input closes")
	flag.Parse()
	log.SetFlags(0)
	log.SetPrefix("checkout: ")

	faults, err := parseFaults(*faultSpec)
	if err != nil {
		log.Print(err)
		os.Exit(2)
	}
	if err := run(*listen, *useTLS, *lifeline, faults); err != nil {
		log.Fatal(err)
	}
}

func run(listen string, useTLS, lifeline bool, faults *faults) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if lifeline {
		// A Ctrl-C, timeout(1) and systemd signal the whole group; when to end is for the starter to say.
		signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
		go exitWhenClosed(os.Stdin)
	}

	shop := newShop(faults)
	server := &http.Server{
		Handler:           shop.routes(),
		ReadHeaderTimeout: 5 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("cannot listen: %w", err)
	}
	if useTLS {
		certificate, err := selfSigned()
		if err != nil {
			return fmt.Errorf("cannot make a certificate: %w", err)
		}
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	if err := json.NewEncoder(os.Stdout).Encode(announcement{
		Address:   listener.Addr().String(),
		PID:       os.Getpid(),
		GoVersion: runtime.Version(),
		TLS:       useTLS,
	}); err != nil {
		return err
	}

	failed := make(chan error, 1)
	go func() {
		if useTLS {
			failed <- server.ServeTLS(listener, "", "")
		} else {
			failed <- server.Serve(listener)
		}
	}()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// exitWhenClosed ends the process when the other end of in is gone, however that end died: the demo
// must leave nothing running even when its JVM is killed.
func exitWhenClosed(in io.Reader) {
	_, _ = io.Copy(io.Discard, in)
	os.Exit(0)
}
