//go:build profile

package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"strings"
	"sync"
	"time"
)

// With the build tag "profile" and an argument the program does nothing of what it otherwise does: for
// six seconds it serves requests to itself, starts goroutines and passes values between them, and it
// writes a CPU profile of that to the file named. What a build guided by it inlines are then the very
// functions that are probed.
func init() {
	if len(os.Args) != 2 {
		return
	}
	if err := profile(os.Args[1], time.Now().Add(6*time.Second)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func profile(path string, until time.Time) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		sinks[0].kept = nil
		fmt.Fprintln(w, len(new([100]byte)))
	})}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	var all sync.WaitGroup
	for _, load := range []func(time.Time){
		func(until time.Time) { request(listener.Addr().String(), until) },
		func(until time.Time) { request(listener.Addr().String(), until) },
		spawnAndPass,
	} {
		all.Add(1)
		go func(load func(time.Time)) {
			defer all.Done()
			load(until)
		}(load)
	}
	all.Wait()
	return nil
}

func request(address string, until time.Time) {
	connection, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer connection.Close()
	answers := bufio.NewReader(connection)
	for time.Now().Before(until) {
		if _, err := connection.Write([]byte("GET / HTTP/1.1\r\nHost: exact\r\n\r\n")); err != nil {
			return
		}
		for line := ""; line != "\r\n"; {
			if line, err = answers.ReadString('\n'); err != nil {
				return
			}
		}
		if body, err := answers.ReadString('\n'); err != nil || !strings.HasPrefix(body, "100") {
			return
		}
	}
}

func spawnAndPass(until time.Time) {
	values := make(chan int)
	var lock sync.Mutex
	for time.Now().Before(until) {
		for i := 0; i < 100; i++ {
			go func() {
				lock.Lock()
				lock.Unlock() //nolint:staticcheck // the lock is the purpose
				values <- i
			}()
		}
		for i := 0; i < 100; i++ {
			<-values
		}
		sinks[0].kept = nil
	}
}
