package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// faults are regressions that can be switched on to see whether graydiff finds them. They act on
// checkouts, which are the larger part of the demo's load.
type faults struct {
	latency    float64 // share of a checkout's own time added to it
	tail       share   // checkouts that take tailFactor times as long
	tailFactor float64
	ballast    *ballast // more allocated bytes and objects, or nil
	leak       share    // checkouts that leave a goroutine with some memory behind
}

const leakedBytes = 4096

// parseFaults reads a list such as "latency=+5%,tail=1%x3,alloc=+10%,leak".
func parseFaults(spec string) (*faults, error) {
	f := &faults{}
	if spec == "" {
		return f, nil
	}
	for _, part := range strings.Split(spec, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if err := f.set(name, value); err != nil {
			return nil, fmt.Errorf("fault %q: %w", part, err)
		}
	}
	return f, nil
}

func (f *faults) set(name, value string) (err error) {
	switch name {
	case "latency":
		f.latency, err = parsePercent(strings.TrimPrefix(value, "+"))
	case "tail":
		portion, factor, _ := strings.Cut(value, "x")
		if f.tail.of, err = parsePercent(portion); err != nil {
			return err
		}
		f.tailFactor, err = strconv.ParseFloat(factor, 64)
		if err == nil && !(f.tailFactor >= 1 && f.tailFactor <= 100) {
			err = fmt.Errorf("the factor must be 1 to 100, as in tail=1%%x3")
		}
	case "alloc":
		var more float64
		more, err = parsePercent(strings.TrimPrefix(value, "+"))
		f.ballast = &ballast{more: more}
	case "leak":
		if value == "" {
			value = "1%"
		}
		f.leak.of, err = parsePercent(value)
	default:
		err = fmt.Errorf("unknown; known are latency=+5%%, tail=1%%x3, alloc=+10%%, leak[=1%%]")
	}
	return err
}

// parsePercent reads "5%" as 0.05.
func parsePercent(text string) (float64, error) {
	value, err := strconv.ParseFloat(strings.TrimSuffix(text, "%"), 64)
	if !strings.HasSuffix(text, "%") || err != nil || !(value >= 0 && value <= 1000) {
		return 0, fmt.Errorf("%q is no percentage from 0%% to 1000%%", text)
	}
	return value / 100, nil
}

// apply commits the faults for a checkout that began at started and is about to be answered.
func (f *faults) apply(started time.Time) {
	if f.ballast != nil {
		f.ballast.carry()
	}
	if f.leak.next() {
		go keep(make([]byte, leakedBytes))
	}
	slower := f.latency
	if f.tail.next() {
		slower += f.tailFactor - 1
	}
	if slower > 0 {
		linger(time.Duration(slower * float64(time.Since(started))))
	}
}

// linger passes the given time. Go's timers are up to a millisecond late, so the last two are spent
// on the CPU: a fault of 5 % has to be 5 %.
func linger(d time.Duration) {
	const busy = 2 * time.Millisecond
	until := time.Now().Add(d)
	if d > busy {
		time.Sleep(d - busy)
	}
	for time.Now().Before(until) {
	}
}

var (
	leakedMu sync.Mutex
	leaked   [][]byte
)

// keep holds on to memory in a goroutine that waits for something that never comes.
func keep(memory []byte) {
	never := make(chan struct{})
	leakedMu.Lock()
	leaked = append(leaked, memory)
	leakedMu.Unlock()
	<-never
}

// share picks exactly that part of the calls, evenly spread; safe for use by several goroutines.
type share struct {
	of    float64
	calls atomic.Uint64
}

func (s *share) next() bool {
	if s.of == 0 {
		return false
	}
	n := s.calls.Add(1)
	return uint64(float64(n)*s.of) > uint64(float64(n-1)*s.of)
}
