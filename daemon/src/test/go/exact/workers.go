package main

import (
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// team runs one task on several goroutines at once. The task stands in variables rather than in a
// closure, and the wait is a poll with system calls rather than a park, so that a team adds nothing
// to what is counted but its goroutines.
var team struct {
	task    func(worker int)
	next    atomic.Int64
	arrived atomic.Int64
	ended   atomic.Int64
}

// launch starts the task on that many goroutines.
func launch(workers int, task func(worker int)) {
	team.task = task
	team.next.Store(0)
	team.arrived.Store(0)
	team.ended.Store(0)
	for i := 0; i < workers; i++ {
		go work()
	}
}

func work() {
	team.task(int(team.next.Add(1) - 1))
	team.ended.Add(1)
}

// await returns when the counter has reached the value; until then it calls nudge, if any, about
// every 100 microseconds.
func await(counter *atomic.Int64, value int, nudge func()) {
	for counter.Load() < int64(value) {
		if nudge != nil {
			nudge()
		}
		pause(100 * time.Microsecond)
	}
}

// pause sleeps in the kernel: the goroutine does not park and no timer of Go runs.
func pause(d time.Duration) {
	for d > 0 {
		interval := syscall.NsecToTimespec(d.Nanoseconds())
		var left syscall.Timespec
		if syscall.Nanosleep(&interval, &left) != syscall.EINTR {
			return
		}
		d = time.Duration(left.Nano())
	}
}

// warmUp makes enough dead goroutines that no command has to allocate one. Each processor keeps up
// to 64 of them to itself, hence the margin.
func warmUp() {
	launch(maxWorkers+64*runtime.GOMAXPROCS(0), func(int) {
		team.arrived.Add(1)
		for team.arrived.Load() < int64(maxWorkers) {
			pause(100 * time.Microsecond)
		}
	})
	await(&team.ended, maxWorkers+64*runtime.GOMAXPROCS(0), nil)
	// The caches of the wait queues are filled in the same way.
	for kind := range parkKinds {
		park(kind, time.Millisecond, maxWorkers)
	}
}
