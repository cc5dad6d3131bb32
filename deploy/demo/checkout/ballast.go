package main

import (
	"runtime/metrics"
	"sync"
	"sync/atomic"
)

// ballast allocates a given share on top of all that the process allocates, in bytes and in objects.
// It asks the runtime every few requests how much that was and spreads what it owes over the next
// ones; safe for use by several goroutines.
type ballast struct {
	more float64 // 0.1 for a tenth more

	mu         sync.Mutex
	requests   int
	owned      float64 // bytes that came from here
	perRequest float64 // bytes owed by each request until the runtime is asked again
	due        float64 // bytes owed now
	size       int     // of each object, a size class of the allocator
}

const (
	ballastRequests = 32
	sizeStep        = 16 // up to 128 bytes every multiple of 16 is a size class
	sizeMost        = 128
)

// ballastSink keeps the compiler from putting the objects on the stack.
var ballastSink atomic.Pointer[byte]

// carry allocates what one request owes.
func (b *ballast) carry() {
	b.mu.Lock()
	if b.requests%ballastRequests == 0 {
		b.reckon()
	}
	b.requests++
	b.due += b.perRequest
	objects := int(b.due / float64(b.size))
	b.due -= float64(objects * b.size)
	b.owned += float64(objects * b.size)
	size := b.size
	b.mu.Unlock()
	for i := 0; i < objects; i++ {
		ballastSink.Store(&make([]byte, size)[0])
	}
}

// reckon sets what the next requests owe so that owned tends to more times the rest.
func (b *ballast) reckon() {
	samples := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/allocs:objects"}}
	metrics.Read(samples)
	bytes := float64(samples[0].Value.Uint64())
	objects := float64(samples[1].Value.Uint64())
	b.size = clamp(int(bytes/objects+sizeStep/2)/sizeStep*sizeStep, sizeStep, sizeMost)
	owed := b.more*(bytes-b.owned) - b.owned
	b.perRequest = 0
	if owed > 0 && b.requests > 0 {
		b.perRequest = owed / ballastRequests
	}
	if b.requests == 0 {
		// What was allocated before the first request is no part of the load.
		b.owned = b.more / (1 + b.more) * bytes
	}
}

func clamp(value, least, most int) int {
	if value < least {
		return least
	}
	if value > most {
		return most
	}
	return value
}
