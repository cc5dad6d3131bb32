// Command faultlab is a small service with switches: each turns one known upgrade regression on and
// changes nothing else, so that a process with a switch and one without it are a sick and a healthy
// twin. It puts itself under a steady load, over HTTP/1 and over new TLS connections with HTTP/2.
//
//	faultlab [-fault NAME] [-rate N] [-group NAME]
//
// It writes "ready PID GOVERSION" when it is under load, and ends with its standard input.
package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"sort"
	"strings"
)

func main() {
	fault := flag.String("fault", "", "the switch to turn on: "+strings.Join(names(), ", "))
	rate := flag.Int("rate", 100, "requests a second")
	_ = flag.String("group", "", "shown in the command line, for selectors; changes nothing")
	flag.Parse()
	if *fault != "" && !known(*fault) {
		fail(fmt.Errorf("unknown fault %q; known are %s", *fault, strings.Join(names(), ", ")))
	}
	if *rate < burst {
		fail(fmt.Errorf("-rate %d is less than %d", *rate, burst))
	}
	lab := newLab(*fault)
	plain, secure, err := lab.serve()
	fail(err)
	go lab.background()
	go drive(plain, *rate)
	go driveSecure(secure)
	fmt.Println("ready", os.Getpid(), runtime.Version())
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		fail(err)
	}
}

func names() []string {
	var all []string
	for name := range faults {
		all = append(all, name)
	}
	sort.Strings(all)
	return all
}

func known(name string) bool {
	_, is := faults[name]
	return is
}

func fail(err error) {
	if err != nil && err != http.ErrServerClosed {
		fmt.Fprintln(os.Stderr, "faultlab:", err)
		os.Exit(1)
	}
}
