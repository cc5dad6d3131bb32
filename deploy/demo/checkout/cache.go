package main

import (
	"sync"
	"time"
)

// priceCache keeps unit prices for a while. One mutex guards it, as in many services; safe for use
// by several goroutines.
type priceCache struct {
	mu      sync.Mutex
	ttl     time.Duration
	limit   int
	entries map[string]cachedPrice
}

type cachedPrice struct {
	cents   int64
	expires time.Time
}

func newPriceCache(limit int, ttl time.Duration) *priceCache {
	return &priceCache{ttl: ttl, limit: limit, entries: make(map[string]cachedPrice, limit)}
}

// get returns the price under key, or computes and keeps it. Two goroutines that miss at once both
// compute: cheaper than holding the lock meanwhile.
func (c *priceCache) get(key string, compute func() int64) int64 {
	now := time.Now()
	c.mu.Lock()
	entry, found := c.entries[key]
	c.mu.Unlock()
	if found && now.Before(entry.expires) {
		return entry.cents
	}
	cents := compute()
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.entries) >= c.limit {
		c.dropSome()
	}
	c.entries[key] = cachedPrice{cents: cents, expires: now.Add(c.ttl)}
	return cents
}

// dropSome frees an eighth of the entries, in the map's random order.
func (c *priceCache) dropSome() {
	left := c.limit / 8
	for key := range c.entries {
		if left == 0 {
			return
		}
		delete(c.entries, key)
		left--
	}
}
