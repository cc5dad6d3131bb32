// Runtimecounters does what its standard input says, a word a line, and prints what Go's own
// interfaces say about the process, so that a reader from outside can be held against them.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// truth is one reading; of histograms the counts only, bounds being known. Released is what
// MemStats had become when the reading was asked for.
type truth struct {
	Scalars    map[string]float64
	Histograms map[string][]uint64
	MemStats   runtime.MemStats
	Released   runtime.MemStats
	Goroutines int
}

var (
	samples  []metrics.Sample
	memStats runtime.MemStats
	released runtime.MemStats
	keep     [][]byte
	parked   = make(chan struct{})
	held     [1000]*[64]byte
	heldLine = []byte("held\n")
	release  = make([]byte, 1)
)

func main() {
	http.DefaultServeMux.Handle("/", http.NotFoundHandler()) // keeps net/http in the binary
	for _, d := range metrics.All() {
		samples = append(samples, metrics.Sample{Name: d.Name})
	}
	read() // fills the buffers, so that later readings allocate nothing
	out := json.NewEncoder(os.Stdout)
	for in := bufio.NewReader(os.Stdin); ; {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		word, argument, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, _ := strconv.Atoi(argument)
		switch word {
		case "hold":
			// The answer to the next line tells what was read before that line came: from here to
			// there the program allocates n objects of 64 bytes and nothing else. The runtime may
			// allocate for a thread that it starts, so its statistics are read again behind that.
			goroutines := read()
			for i := 0; i < n; i++ {
				held[i] = new([64]byte)
			}
			if _, err := syscall.Write(1, heldLine); err != nil {
				return
			}
			if _, err := syscall.Read(0, release); err != nil {
				return
			}
			runtime.ReadMemStats(&released)
			if err := out.Encode(answer(goroutines)); err != nil {
				return
			}
			continue
		case "gc":
			runtime.GC()
		case "allocate":
			allocate(n)
		case "park":
			for i := 0; i < n; i++ {
				go func() { <-parked }()
			}
		case "release":
			for i := 0; i < n; i++ {
				parked <- struct{}{}
			}
		case "spawn":
			spawn(n)
		case "busy":
			for i := 0; i < 3; i++ {
				go func() {
					for {
						allocateShortLived()
						spawn(10)
					}
				}()
			}
		case "contend":
			contend(n)
		default:
			fmt.Fprintln(os.Stderr, "unknown word:", word)
			os.Exit(2)
		}
		fmt.Println("done")
	}
}

func read() int {
	goroutines := runtime.NumGoroutine()
	metrics.Read(samples)
	runtime.ReadMemStats(&memStats)
	return goroutines
}

func answer(goroutines int) truth {
	t := truth{map[string]float64{}, map[string][]uint64{}, memStats, released, goroutines}
	for _, s := range samples {
		switch s.Value.Kind() {
		case metrics.KindUint64:
			t.Scalars[s.Name] = float64(s.Value.Uint64())
		case metrics.KindFloat64:
			if v := s.Value.Float64(); !math.IsInf(v, 0) && !math.IsNaN(v) {
				t.Scalars[s.Name] = v
			}
		case metrics.KindFloat64Histogram:
			t.Histograms[s.Name] = append([]uint64(nil), s.Value.Float64Histogram().Counts...)
		}
	}
	return t
}

// allocate makes objects of many size classes, tiny and large ones included, with and without
// pointers, and drops some of them.
func allocate(n int) {
	for i := 0; i < n; i++ {
		size := 1 + (i*i)%5000
		if i%100 == 0 {
			size = 100_000
		}
		keep = append(keep, make([]byte, size))
		if len(keep) > 1000 {
			keep = keep[:0:0]
		}
		sink = new(*int)
	}
}

var sink **int

func allocateShortLived() {
	kept := make([][]byte, 0, 100)
	for i := 0; i < 100; i++ {
		kept = append(kept, make([]byte, 1+i*i))
	}
	runtime.KeepAlive(kept)
}

func spawn(n int) {
	var all sync.WaitGroup
	all.Add(n)
	for i := 0; i < n; i++ {
		go all.Done()
	}
	all.Wait()
}

func contend(n int) {
	var all sync.WaitGroup
	var lock sync.Mutex
	all.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			defer all.Done()
			lock.Lock()
			time.Sleep(100 * time.Microsecond)
			lock.Unlock()
		}()
	}
	all.Wait()
}
