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

// With the build tag "profile" the program has one more command, "profile PATH D": for the duration
// D it serves requests to itself, starts goroutines and passes values between them, and it writes a
// CPU profile of that. What a build guided by it inlines are then the very functions that are probed.
func init() { commands["profile"] = profileCommand }

func profileCommand(arguments [][]byte, out *reply) string {
	if len(arguments) != 2 {
		return "use: profile PATH D"
	}
	duration, err := time.ParseDuration(string(arguments[1]))
	if err != nil || duration <= 0 || duration > maxPark {
		return "D is no duration up to a minute"
	}
	if err := profile(string(arguments[0]), time.Now().Add(duration)); err != nil {
		return err.Error()
	}
	out.word("done")
	return ""
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
