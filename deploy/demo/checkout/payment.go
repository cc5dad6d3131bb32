package main

import (
	"context"
	"encoding/hex"
	"errors"
	"hash/fnv"
	"math"
	"strconv"
	"time"
)

const (
	paymentBase   = time.Millisecond
	paymentSpread = 400 * time.Microsecond
	paymentMost   = 5 * time.Millisecond
)

var errDeclined = errors.New("payment declined")

// authorise stands for a call to a payment provider: it waits as one would and returns a reference.
// How long depends on the order alone, so that two groups that get the same orders wait for the same
// times (Go's own timers add up to a millisecond to each).
func authorise(ctx context.Context, customer string, cents int64) (string, error) {
	digest := fnv.New64a()
	_, _ = digest.Write([]byte(customer))
	_, _ = digest.Write([]byte(strconv.FormatInt(cents, 10)))
	sum := digest.Sum64()

	timer := time.NewTimer(providerTime(sum))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if cents <= 0 {
		return "", errDeclined
	}
	return "auth-" + hex.EncodeToString(digest.Sum(nil)), nil
}

// providerTime draws from a shifted exponential distribution, with sum as the source of chance.
func providerTime(sum uint64) time.Duration {
	uniform := float64(mix(sum)>>11) / (1 << 53)
	wait := paymentBase + time.Duration(-math.Log(1-uniform)*float64(paymentSpread))
	if wait > paymentMost {
		return paymentMost
	}
	return wait
}

// mix is the finaliser of splitmix64 (Steele, Lea, Flood 2014): FNV's high bits alone vary too little.
func mix(z uint64) uint64 {
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}
