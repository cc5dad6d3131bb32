package main

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// serveCommand starts a server on a free loopback port. From then on the process has goroutines that
// wait for connections.
func serveCommand(_ [][]byte, out *reply) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err.Error()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/sleep", sleep)
	mux.HandleFunc("/sleep/", sleep)
	go func() { _ = http.Serve(listener, mux) }()
	out.word("done").word(listener.Addr().String())
	return ""
}

// sleep answers how long it truly slept: Go's timers are up to a millisecond late.
func sleep(w http.ResponseWriter, r *http.Request) {
	duration, err := time.ParseDuration(r.URL.Query().Get("d"))
	if err != nil || duration < 0 || duration > maxPark {
		http.Error(w, "d must be a duration up to a minute", http.StatusBadRequest)
		return
	}
	began := time.Now()
	time.Sleep(duration)
	fmt.Fprintln(w, time.Since(began).Nanoseconds())
}
