package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

const requestDeadline = 5 * time.Second

// target is one address with its connections and what came of the requests to it.
type target struct {
	address string
	base    string
	client  *http.Client
	queue   chan shot
	senders []*tally

	// Only the pacer writes these.
	scheduled int64
	dropped   int64
}

// tally is what one sender saw; only that sender writes it.
type tally struct {
	sent, done, errors int64
	latencies          latencies
}

func newTarget(address string, connections int, useTLS bool) *target {
	scheme := "http"
	transport := &http.Transport{
		DialContext:         dialLoopback,
		MaxConnsPerHost:     connections,
		MaxIdleConnsPerHost: connections,
		DisableCompression:  true,
	}
	if useTLS {
		scheme = "https"
		transport.ForceAttemptHTTP2 = true
		// The service made its certificate a moment ago, and the way to it is the loopback device.
		transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	}
	t := &target{
		address: address,
		base:    scheme + "://" + address,
		client: &http.Client{
			Transport: transport,
			CheckRedirect: func(*http.Request, []*http.Request) error {
				return http.ErrUseLastResponse
			},
		},
		queue:   make(chan shot, queueLength),
		senders: make([]*tally, connections),
	}
	for i := range t.senders {
		t.senders[i] = &tally{}
	}
	return t
}

// start begins to send what is offered, until the queue is closed or ctx ends.
func (t *target) start(ctx context.Context, work *workload, running *sync.WaitGroup) {
	for _, own := range t.senders {
		running.Add(1)
		go func(own *tally) {
			defer running.Done()
			for s := range t.queue {
				if ctx.Err() != nil {
					return
				}
				t.send(ctx, work.at(s.index), s.due, own)
			}
		}(own)
	}
}

// offer queues a request, or counts it as dropped when too many wait already.
func (t *target) offer(s shot) {
	t.scheduled++
	select {
	case t.queue <- s:
	default:
		t.dropped++
	}
}

func (t *target) send(ctx context.Context, call call, due time.Time, own *tally) {
	ctx, cancel := context.WithTimeout(ctx, requestDeadline)
	defer cancel()
	own.sent++
	if err := t.exchange(ctx, call); err != nil {
		own.errors++
		return
	}
	own.done++
	own.latencies.record(time.Since(due))
}

func (t *target) exchange(ctx context.Context, call call) error {
	request, err := http.NewRequestWithContext(ctx, call.method, t.base+call.path, bytes.NewReader(call.body))
	if err != nil {
		return err
	}
	if len(call.body) > 0 {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := t.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("status %d", response.StatusCode)
	}
	return nil
}

func checkLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address like 127.0.0.1:8080", address)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%q is no loopback address; this load generator talks to nothing else", address)
	}
	return nil
}

func dialLoopback(ctx context.Context, network, address string) (net.Conn, error) {
	if err := checkLoopback(address); err != nil {
		return nil, err
	}
	var dialer net.Dialer
	return dialer.DialContext(ctx, network, address)
}
