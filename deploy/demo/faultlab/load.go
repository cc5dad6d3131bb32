package main

import (
	"crypto/tls"
	"io"
	"math/rand"
	"net/http"
	"sync"
	"time"
)

const (
	// burst is how many requests are sent at once, so that they meet each other.
	burst = 4
	// secureEvery is the time between two TLS connections.
	secureEvery = 150 * time.Millisecond
	patience    = 2 * time.Second
)

// drive sends bursts of requests at a steady rate, over connections that stay open.
func drive(url string, rate int) {
	client := &http.Client{
		Timeout:   patience,
		Transport: &http.Transport{MaxIdleConnsPerHost: burst},
	}
	every := time.Second * burst / time.Duration(rate)
	for {
		time.Sleep(every/2 + time.Duration(rand.Int63n(int64(every))))
		together(func() { get(client, url) })
	}
}

// driveSecure opens a connection after the other and lets some streams share each.
func driveSecure(url string) {
	for {
		time.Sleep(secureEvery/2 + time.Duration(rand.Int63n(int64(secureEvery))))
		transport := &http.Transport{
			TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
			ForceAttemptHTTP2: true,
		}
		client := &http.Client{Timeout: patience, Transport: transport}
		get(client, url)
		together(func() { get(client, url) })
		transport.CloseIdleConnections()
	}
}

func together(task func()) {
	var all sync.WaitGroup
	for i := 0; i < burst; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			task()
		}()
	}
	all.Wait()
}

// get takes any answer: what went wrong is for an observer to see.
func get(client *http.Client, url string) {
	response, err := client.Get(url)
	if err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
}
