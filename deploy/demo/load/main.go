// Command load drives graydiff's demo: it sends the same requests on the same constant-rate schedule
// to every address given, whether or not the answers come in time (an open loop), and prints one
// line of JSON per address at the end. It talks to loopback addresses only.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"
)

const (
	maxRate        = 20000
	maxConnections = 256
	maxAddresses   = 16
	maxTime        = 24 * time.Hour
)

type options struct {
	rate        float64
	connections int
	limit       time.Duration
	count       int64
	tls         bool
	addresses   []string
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("load: ")
	var o options
	flag.Float64Var(&o.rate, "rate", 100, "requests per second to each address")
	flag.IntVar(&o.connections, "connections", 8, "keep-alive connections to each address")
	flag.DurationVar(&o.limit, "for", time.Minute, "how long to send, at most 24h")
	flag.Int64Var(&o.count, "count", 0, "requests to each address at most; 0: as many as -for allows")
	flag.BoolVar(&o.tls, "tls", false, "use TLS and HTTP/2; the certificate is not checked")
	lifeline := flag.Bool("lifeline", false, "stop when standard input closes")
	flag.Parse()
	o.addresses = flag.Args()
	if err := o.check(); err != nil {
		log.Print(err)
		os.Exit(2)
	}

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if *lifeline {
		// A Ctrl-C, timeout(1) and systemd signal the whole group; when to end is for the starter to say.
		signal.Ignore(syscall.SIGINT, syscall.SIGTERM)
		go stopWhenClosed(os.Stdin, stop)
	}
	out := json.NewEncoder(os.Stdout)
	for _, summary := range drive(ctx, o) {
		if err := out.Encode(summary); err != nil {
			log.Fatal(err)
		}
	}
}

func (o options) check() error {
	switch {
	case !(o.rate > 0 && o.rate <= maxRate):
		return fmt.Errorf("-rate is %g, not above 0 and up to %d", o.rate, maxRate)
	case o.connections < 1 || o.connections > maxConnections:
		return fmt.Errorf("-connections is %d, not 1 to %d", o.connections, maxConnections)
	case o.limit <= 0 || o.limit > maxTime:
		return fmt.Errorf("-for is %s, not above 0 and up to %s", o.limit, maxTime)
	case o.count < 0:
		return fmt.Errorf("-count is %d, not 0 or more", o.count)
	case len(o.addresses) == 0 || len(o.addresses) > maxAddresses:
		return fmt.Errorf("%d addresses, not 1 to %d", len(o.addresses), maxAddresses)
	}
	for _, address := range o.addresses {
		if err := checkLoopback(address); err != nil {
			return err
		}
	}
	return nil
}

// stopWhenClosed stops the load when the other end of in is gone, however that end died.
func stopWhenClosed(in io.Reader, stop func()) {
	_, _ = io.Copy(io.Discard, in)
	stop()
}
