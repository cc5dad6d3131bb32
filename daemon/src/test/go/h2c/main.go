// Command h2c serves the HTTP/2 of golang.org/x/net to itself, as it is told line by line on standard
// input. It is built against Debian's sources, without modules: deploy/toolchains/fetch-grpc.sh.
//
//	plain N STATUS   N requests without TLS, by golang.org/x/net/http2/h2c
//	tls N STATUS     N requests over TLS, by a server that golang.org/x/net/http2 configured
//
// Each is answered by a line "done".
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/h2c"
)

func main() {
	handler := http.HandlerFunc(answer)
	plain := httptest.NewServer(h2c.NewHandler(handler, &http2.Server{}))
	secure := httptest.NewUnstartedServer(handler)
	if err := http2.ConfigureServer(secure.Config, &http2.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	secure.TLS = secure.Config.TLSConfig
	secure.StartTLS()
	urls := map[string]string{"plain": plain.URL, "tls": secure.URL}
	clients := map[string]*http.Client{
		"plain": {Transport: &http2.Transport{
			AllowHTTP: true,
			DialTLSContext: func(_ context.Context, network, address string, _ *tls.Config) (net.Conn, error) {
				return net.Dial(network, address)
			},
		}},
		"tls": {Transport: &http2.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var way string
		var times, status int
		if _, err := fmt.Sscan(in.Text(), &way, &times, &status); err != nil {
			fmt.Println("error", err)
			continue
		}
		if err := request(clients[way], urls[way], times, status); err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println("done")
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(r.URL.Query().Get("status"))
	if err != nil || r.ProtoMajor != 2 {
		status = http.StatusBadRequest
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, r.Proto)
}

func request(client *http.Client, url string, times, status int) error {
	for i := 0; i < times; i++ {
		response, err := client.Get(fmt.Sprintf("%s/?status=%d", url, status))
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if err != nil {
			return err
		}
		if response.StatusCode != status {
			return fmt.Errorf("answered with %s", response.Status)
		}
	}
	return nil
}
