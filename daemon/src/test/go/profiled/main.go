// Command profiled uses CPU and memory as it is told, line by line on standard input, and knows how
// much each of its functions took, so that a profile can be held against it.
//
//	burn MILLIS A B   uses so much CPU time, in burnA and burnB in turns of A to B; answers the
//	                  microseconds of CPU time that each took
//	allocate A B      allocates A objects of 512 bytes in allocateA, and B in allocateB
//	leak N            begins N goroutines that wait for ever; answers runtime.NumGoroutine
//	panic KIND        panics, and recovers: custom, string, index or nil
//	die               panics, and does not recover
//	throw             ends by a fatal error of the runtime
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

const thread = 1 // RUSAGE_THREAD

var (
	sink  uint64
	kept  [64]*[512]byte
	never = make(chan struct{})
)

func main() {
	runtime.LockOSThread()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		words := strings.Fields(in.Text())
		switch words[0] {
		case "burn":
			burn(number(words[1]), number(words[2]), number(words[3]))
		case "allocate":
			allocateA(number(words[1]))
			allocateB(number(words[2]))
			fmt.Println("done")
		case "leak":
			leak(number(words[1]))
			fmt.Println("done", runtime.NumGoroutine())
		case "panic":
			recovered(words[1])
			fmt.Println("done")
		case "die":
			panic(failure{8})
		case "throw":
			throw()
		}
	}
}

func number(text string) (n int) {
	fmt.Sscan(text, &n)
	return n
}

func burn(millis, a, b int) {
	var tookA, tookB int64
	for tookA+tookB < int64(millis)*1000 {
		begin := cpuMicros()
		burnA(a)
		between := cpuMicros()
		burnB(b)
		tookA += between - begin
		tookB += cpuMicros() - between
	}
	fmt.Println("done", tookA, tookB)
}

func cpuMicros() int64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(thread, &used); err != nil {
		panic(err)
	}
	return used.Utime.Sec*1e6 + used.Utime.Usec + used.Stime.Sec*1e6 + used.Stime.Usec
}

//go:noinline
func burnA(parts int) {
	x := sink | 1
	for i := 0; i < parts*5_000_000; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	sink = x
}

//go:noinline
func burnB(parts int) {
	x := sink | 1
	for i := 0; i < parts*5_000_000; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	sink = x
}

//go:noinline
func allocateA(n int) {
	for i := 0; i < n; i++ {
		kept[i%len(kept)] = new([512]byte)
	}
}

// The allocation is inlined here from another function, to which it is ascribed.
//
//go:noinline
func allocateB(n int) {
	for i := 0; i < n; i++ {
		kept[i%len(kept)] = object()
	}
}

func object() *[512]byte {
	return new([512]byte)
}

//go:noinline
func leak(n int) {
	for i := 0; i < n; i++ {
		go func() { <-never }()
	}
	for i := 0; i < n; i++ {
		runtime.Gosched()
	}
}

type failure struct{ code int }

func recovered(kind string) {
	defer func() { _ = recover() }()
	switch kind {
	case "custom":
		panic(failure{7})
	case "string":
		panic("the words of a panic")
	case "index":
		fmt.Println(os.Args[number("77")])
	case "nil":
		var none *failure
		fmt.Println(none.code)
	}
}

func throw() {
	for i := 0; ; i++ {
		var m = map[int]int{}
		go write(m)
		go write(m)
		write(m)
	}
}

func write(m map[int]int) {
	for i := 0; i < 1_000_000; i++ {
		m[i&7] = i
	}
}
