// Subject is built with every toolchain so that its DWARF describes the structures that graydiff
// reads. It imports what makes the linker keep them; it is never run.
package main

import (
	"crypto/tls"
	"io"
	"net/http"
	"os"
	"runtime/metrics"
	"runtime/trace"
)

func main() {
	if err := trace.Start(io.Discard); err != nil {
		os.Exit(1)
	}
	metrics.Read(make([]metrics.Sample, 1))
	server := &http.Server{Addr: os.Args[1], TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12}}
	if err := server.ListenAndServeTLS("", ""); err != nil {
		os.Exit(1)
	}
}
