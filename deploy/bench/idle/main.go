// Idle is a process to be observed that does next to nothing: every tenth of a second it works for as
// long as it was told to, by allocating. It ends with its standard input.
package main

import (
	"flag"
	"io"
	"os"
	"time"
)

const period = 100 * time.Millisecond

var kept []byte

func main() {
	work := flag.Duration("work", 0, "how long to work in each tenth of a second")
	flag.Parse()
	if *work > 0 {
		go workNowAndThen(*work)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func workNowAndThen(work time.Duration) {
	for range time.Tick(period) {
		for begun := time.Now(); time.Since(begun) < work; {
			kept = make([]byte, 4096)
		}
	}
}
