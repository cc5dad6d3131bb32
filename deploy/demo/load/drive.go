package main

import (
	"context"
	"runtime"
	"sync"
	"syscall"
	"time"
)

const (
	queueLength = 1024
	drainTime   = 2 * time.Second
)

// shot is one request that is due.
type shot struct {
	index int64
	due   time.Time
}

// drive sends until ctx ends, the time is over or the count is reached, waits a little for the
// answers, and returns a summary per address in the order of the addresses.
func drive(ctx context.Context, o options) []summary {
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	hard, abandon := context.WithCancel(context.Background())
	defer abandon()

	began := time.Now()
	work := newWorkload()
	targets := make([]*target, len(o.addresses))
	var senders sync.WaitGroup
	for i, address := range o.addresses {
		targets[i] = newTarget(address, o.connections, o.tls)
		targets[i].start(hard, work, &senders)
	}
	pace(ctx, began, o, targets)
	sent := time.Since(began)
	for _, t := range targets {
		close(t.queue)
	}
	giveUp := time.AfterFunc(drainTime, abandon)
	senders.Wait()
	giveUp.Stop()

	summaries := make([]summary, len(targets))
	for i, t := range targets {
		summaries[i] = t.summary(sent)
	}
	return summaries
}

// pace hands every request to every target when it is due. Each tick of the rate is cut into as many
// slots as there are targets, so that they do not hit the machine at one instant; which target has
// which slot rotates, and the direction turns after each round, so that none is always first or
// always behind the same neighbour.
func pace(ctx context.Context, began time.Time, o options, targets []*target) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	n := int64(len(targets))
	slot := float64(time.Second) / o.rate / float64(n)
	for position := int64(0); o.count == 0 || position < o.count*n; position++ {
		due := began.Add(time.Duration(float64(position) * slot))
		if !sleepUntil(ctx, due) {
			return
		}
		tick := position / n
		targets[slotOwner(tick, position%n, n)].offer(shot{index: tick, due: due})
	}
}

func slotOwner(tick, slot, n int64) int64 {
	owner := (slot + tick) % n
	if tick/n%2 == 1 {
		return n - 1 - owner
	}
	return owner
}

// sleepUntil returns false if ctx ended first. It sleeps in the kernel: Go's own timers are up to a
// millisecond late.
func sleepUntil(ctx context.Context, due time.Time) bool {
	const most = 50 * time.Millisecond
	for {
		if ctx.Err() != nil {
			return false
		}
		left := time.Until(due)
		if left <= 0 {
			return true
		}
		if left > most {
			left = most
		}
		interval := syscall.NsecToTimespec(left.Nanoseconds())
		_ = syscall.Nanosleep(&interval, nil)
	}
}
