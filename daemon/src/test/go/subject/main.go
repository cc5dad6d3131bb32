// Subject is a program for static checks: it links HTTP, TLS, timers, channels and contexts, so that
// the functions that graydiff probes are in it. With an argument it serves requests to itself for
// three seconds and writes a CPU profile there, for profile-guided builds.
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/pprof"
	"sync"
	"time"
)

func main() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(answer))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	plain := httptest.NewServer(http.HandlerFunc(answer))
	defer plain.Close()
	duration := 10 * time.Millisecond
	if len(os.Args) > 1 {
		file, err := os.Create(os.Args[1])
		if err != nil {
			log.Fatal(err)
		}
		defer file.Close()
		if err := pprof.StartCPUProfile(file); err != nil {
			log.Fatal(err)
		}
		defer pprof.StopCPUProfile()
		duration = 3 * time.Second
	}
	ctx, cancel := context.WithTimeout(context.Background(), duration)
	defer cancel()
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for ctx.Err() == nil {
				get(server.Client(), server.URL)
				get(plain.Client(), plain.URL)
			}
		}()
	}
	wg.Wait()
}

func answer(w http.ResponseWriter, r *http.Request) {
	items := make([]*[24]byte, 0)
	for i := 0; i < 100; i++ {
		items = append(items, new([24]byte))
	}
	fmt.Fprintln(w, len(items))
}

func get(client *http.Client, url string) {
	response, err := client.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	response.Body.Close()
}
