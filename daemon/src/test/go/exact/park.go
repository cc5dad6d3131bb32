package main

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
)

// parkKind is one way to wait: prepare before the goroutines start, wait once on each of them, and
// release until all are through (called again and again; nil when they wake by themselves).
type parkKind struct {
	prepare func(workers int)
	wait    func()
	release func()
}

// noLock lets goroutines wait on a condition without then queueing for its lock, which would be
// parks of another kind.
type noLock struct{}

func (noLock) Lock()   {}
func (noLock) Unlock() {}

var (
	parkTime time.Duration
	signals  = make(chan struct{})
	never    = make(chan struct{})
	mutex    sync.Mutex
	rwMutex  sync.RWMutex
	group    sync.WaitGroup
	cond     = sync.NewCond(noLock{})
	locked   bool

	parkWait            func()
	parkLeast, parkMost atomic.Int64
)

var parkKinds = map[string]parkKind{
	"sleep": {wait: func() { time.Sleep(parkTime) }},
	"chan": {
		wait: func() { <-signals },
		release: func() {
			for sent := true; sent; {
				select {
				case signals <- struct{}{}:
				default:
					sent = false
				}
			}
		},
	},
	"send": {
		wait: func() { signals <- struct{}{} },
		release: func() {
			for received := true; received; {
				select {
				case <-signals:
				default:
					received = false
				}
			}
		},
	},
	"select": {
		wait: func() {
			select {
			case <-signals:
			case <-never:
			}
		},
		release: func() {
			for sent := true; sent; {
				select {
				case signals <- struct{}{}:
				default:
					sent = false
				}
			}
		},
	},
	"mutex": {
		prepare: func(int) { mutex.Lock(); locked = true },
		wait:    func() { mutex.Lock(); mutex.Unlock() }, //nolint:staticcheck // the wait is the purpose
		release: func() { unlockOnce(mutex.Unlock) },
	},
	"rwmutex": {
		prepare: func(int) { rwMutex.Lock(); locked = true },
		wait:    func() { rwMutex.RLock(); rwMutex.RUnlock() }, //nolint:staticcheck // as above
		release: func() { unlockOnce(rwMutex.Unlock) },
	},
	"waitgroup": {
		prepare: func(int) { group.Add(1); locked = true },
		wait:    func() { group.Wait() },
		release: func() { unlockOnce(group.Done) },
	},
	"cond": {
		wait:    func() { cond.Wait() },
		release: func() { cond.Broadcast() },
	},
}

func unlockOnce(unlock func()) {
	if locked {
		locked = false
		unlock()
	}
}

// park lets each of the goroutines wait once and returns the shortest and the longest wait that one
// of them saw.
func park(name string, d time.Duration, workers int) (shortest, longest time.Duration) {
	kind := parkKinds[name]
	parkTime = d
	parkWait = kind.wait
	parkLeast.Store(math.MaxInt64)
	parkMost.Store(0)
	if kind.prepare != nil {
		kind.prepare(workers)
	}
	launch(workers, parkOnce)
	if kind.release != nil {
		await(&team.arrived, workers, nil)
		pause(d)
	}
	await(&team.ended, workers, kind.release)
	return time.Duration(parkLeast.Load()), time.Duration(parkMost.Load())
}

func parkOnce(int) {
	team.arrived.Add(1)
	began := time.Now()
	parkWait()
	took := int64(time.Since(began))
	for least := parkLeast.Load(); took < least && !parkLeast.CompareAndSwap(least, took); {
		least = parkLeast.Load()
	}
	for most := parkMost.Load(); took > most && !parkMost.CompareAndSwap(most, took); {
		most = parkMost.Load()
	}
}
