// Command requests serves HTTP/1 and HTTP/2 to itself, over TLS, as it is told line by line on
// standard input, so that a test can compare what an observer counted with what truly happened:
//
//	http1 N STATUS   N requests by HTTP/1.1, one after another, answered with that status
//	http2 N STATUS   the same by HTTP/2
//
// Each is answered by a line "done".
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
)

func main() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(answer))
	server.EnableHTTP2 = true
	server.StartTLS()
	first := server.Client().Transport.(*http.Transport).Clone()
	first.ForceAttemptHTTP2 = false
	first.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	first.TLSClientConfig.NextProtos = []string{"http/1.1"}
	clients := map[string]*http.Client{"http1": {Transport: first}, "http2": server.Client()}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var protocol string
		var times, status int
		if _, err := fmt.Sscan(in.Text(), &protocol, &times, &status); err != nil {
			fmt.Println("error", err)
			continue
		}
		if err := request(clients[protocol], server.URL, protocol, times, status); err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println("done")
	}
}

func answer(w http.ResponseWriter, r *http.Request) {
	status, err := strconv.Atoi(r.URL.Query().Get("status"))
	if err != nil {
		status = http.StatusBadRequest
	}
	w.WriteHeader(status)
	fmt.Fprintln(w, r.Proto)
}

func request(client *http.Client, url, protocol string, times, status int) error {
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
		if response.StatusCode != status || fmt.Sprintf("http%d", response.ProtoMajor) != protocol {
			return fmt.Errorf("%s answered with %s", response.Status, response.Proto)
		}
	}
	return nil
}
