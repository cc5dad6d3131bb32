package main

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// lab is the service. What a request does is the same in every twin but for the one switch.
type lab struct {
	fault   string
	totals  sync.Mutex
	counts  map[string]int
	prices  sync.RWMutex
	shared  sync.Map
	audit   chan string
	never   chan struct{}
	stream  sync.Mutex
	ballast [][]byte
	kept    [][]byte
}

func newLab(fault string) *lab {
	l := &lab{fault: fault, counts: map[string]int{}, audit: make(chan string), never: make(chan struct{})}
	for i := 0; i < 64; i++ {
		l.ballast = append(l.ballast, make([]byte, 64<<10))
	}
	for i := 0; i < keys; i++ {
		l.shared.Store(i, i)
	}
	if l.has(gcTuning) {
		debug.SetGCPercent(5)
	}
	if l.has(stackOverflow) {
		debug.SetMaxStack(1 << 20)
	}
	return l
}

func (l *lab) has(fault string) bool { return l.fault == fault }

// serve starts both servers and gives their addresses.
func (l *lab) serve() (plain, secure string, err error) {
	certificate, err := selfSigned()
	if err != nil {
		return "", "", err
	}
	quiet := log.New(io.Discard, "", 0)
	open, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", err
	}
	config := &tls.Config{
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
			l.lookUpCertificate()
			return &certificate, nil
		},
	}
	go func() {
		fail((&http.Server{Handler: http.HandlerFunc(l.handle), ErrorLog: quiet}).Serve(open))
	}()
	go func() {
		server := &http.Server{
			Handler: http.HandlerFunc(l.handleStream), ErrorLog: quiet, TLSConfig: config,
		}
		fail(server.ServeTLS(closed, "", ""))
	}()
	return "http://" + open.Addr().String(), "https://" + closed.Addr().String(), nil
}

// handle is one request over HTTP/1: a bit of everything that a service does.
func (l *lab) handle(w http.ResponseWriter, r *http.Request) {
	l.count(r.URL.Path)
	l.readPrices()
	l.lookUp()
	l.build()
	l.describe()
	l.notify()
	l.report()
	l.schedule()
	l.fanOut()
	l.recurse()
	l.compute()
	l.keep()
	l.fragile()
	if err := l.callDownstream(r.Context()); errors.Is(err, context.DeadlineExceeded) {
		http.Error(w, "downstream is late", http.StatusServiceUnavailable)
		return
	}
	_, _ = io.WriteString(w, "ok")
}

// handleStream is one request over HTTP/2, of several on a connection.
func (l *lab) handleStream(w http.ResponseWriter, _ *http.Request) {
	if l.has(streamStall) {
		// Streams of all connections pass one after the other.
		l.stream.Lock()
		defer l.stream.Unlock()
	}
	time.Sleep(5 * time.Millisecond)
	_, _ = io.WriteString(w, "ok")
}
