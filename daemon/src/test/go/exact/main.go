// Command exact does exactly what it is told, line by line on standard input, so that a test can
// compare what an observer counted with what truly happened. Between commands it does nothing: the
// main goroutine sits in a read system call, nothing is parked, no timer runs, the collector is off.
//
// Commands (each is answered by one line that begins with "done", or "error" and the reason):
//
//	go N S G [scan]   each of G goroutines makes N heap allocations of S bytes (8 to 65536),
//	                  without pointers, or with pointers if "scan" is given
//	park KIND D G     G goroutines park for the duration D, once each; KIND is chan, send, select,
//	                  sleep, mutex, rwmutex, waitgroup or cond; answers the shortest and longest
//	                  time that a goroutine measured, in nanoseconds
//	spawn N           N goroutines start and end
//	panic N           N panics, each recovered
//	goexit N          N goroutines end by runtime.Goexit
//	gc N              N collections
//	mallocs           answers how many objects the runtime says were allocated so far
//	figures           answers what the runtime says of the process, each as a name and a number
//	serve             starts an HTTP server and answers its address; GET /sleep?d=20ms, with any
//	                  path below, sleeps and answers the nanoseconds that it slept
//	fork N            N times executes this program anew in a child process, which ends at once
//	exec PATH         executes another program in this process
//	quit              ends the process, as the end of the input does
//
// It starts with one line "ready PID GOVERSION".
package main

import (
	"bytes"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"syscall"
)

// maxWorkers bounds the goroutines of one command; as many are made at the start, since a goroutine
// that ended is used again without an allocation.
const maxWorkers = 256

func main() {
	debug.SetGCPercent(-1)
	warmUp()
	out := &reply{}
	out.word("ready").number(int64(os.Getpid())).word(runtime.Version()).send()
	var lines lineReader
	for {
		line, ok := lines.next()
		if !ok {
			return
		}
		words := fields(line)
		if len(words) == 0 {
			continue
		}
		if string(words[0]) == "quit" {
			return
		}
		obey(words, out)
	}
}

// spareWords is where fields puts what it returns: bytes.Fields would allocate.
var spareWords [5][]byte

// fields splits a line at spaces; what is beyond the fifth word is left out.
func fields(line []byte) [][]byte {
	words := spareWords[:0]
	for len(line) > 0 && len(words) < cap(words) {
		word, rest, _ := bytes.Cut(line, []byte{' '})
		if len(word) > 0 {
			words = append(words, word)
		}
		line = rest
	}
	return words
}

func obey(words [][]byte, out *reply) {
	run, known := commands[string(words[0])]
	if !known {
		out.word("error unknown command").send()
		return
	}
	if problem := run(words[1:], out); problem != "" {
		out.clear()
		out.word("error").word(problem)
	}
	out.send()
}

// lineReader reads standard input with plain system calls, so that waiting for a command is neither
// a park nor an allocation.
type lineReader struct {
	buffer [512]byte
	filled int
	used   int
}

func (r *lineReader) next() ([]byte, bool) {
	r.filled = copy(r.buffer[:], r.buffer[r.used:r.filled])
	r.used = 0
	for {
		if end := bytes.IndexByte(r.buffer[:r.filled], '\n'); end >= 0 {
			r.used = end + 1
			return r.buffer[:end], true
		}
		if r.filled == len(r.buffer) {
			return nil, false
		}
		n, err := syscall.Read(0, r.buffer[r.filled:])
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			return nil, false
		}
		r.filled += n
	}
}

// reply is a line of words that is written without allocating.
type reply struct {
	buffer [256]byte
	length int
}

func (r *reply) clear() { r.length = 0 }

func (r *reply) word(text string) *reply {
	if r.length > 0 {
		r.length += copy(r.buffer[r.length:], " ")
	}
	r.length += copy(r.buffer[r.length:], text)
	return r
}

func (r *reply) number(value int64) *reply {
	var digits [20]byte
	r.word("")
	r.length += copy(r.buffer[r.length:], strconv.AppendInt(digits[:0], value, 10))
	return r
}

func (r *reply) send() {
	line := append(r.buffer[:r.length], '\n')
	for len(line) > 0 {
		n, err := syscall.Write(1, line)
		if err != nil && err != syscall.EINTR {
			os.Exit(1)
		}
		if n > 0 {
			line = line[n:]
		}
	}
	r.clear()
}
