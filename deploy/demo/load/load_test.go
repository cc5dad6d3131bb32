package main

import (
	"reflect"
	"testing"
	"time"
)

func TestOnlyLoopbackAddressesAreTaken(t *testing.T) {
	for _, address := range []string{"127.0.0.1:80", "127.9.9.9:1", "[::1]:443"} {
		if err := checkLoopback(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{"10.0.0.1:80", "localhost:80", "example.com:80", "0.0.0.0:80", "127.0.0.1", ":80"} {
		if checkLoopback(address) == nil {
			t.Errorf("%s was taken", address)
		}
	}
}

func TestEveryTargetHasEverySlotEquallyOften(t *testing.T) {
	const n = 4
	var seen [n][n]int
	var follows [n][n]int
	last := int64(-1)
	for position := int64(0); position < 2*n*n; position++ {
		owner := slotOwner(position/n, position%n, n)
		seen[owner][position%n]++
		if last >= 0 {
			follows[last][owner]++
		}
		last = owner
	}
	for owner := range seen {
		if seen[owner] != [n]int{2, 2, 2, 2} {
			t.Errorf("target %d had the slots %v", owner, seen[owner])
		}
	}
	for a := range follows {
		b := (a + 1) % n
		if difference := follows[a][b] - follows[b][a]; difference < -1 || difference > 1 {
			t.Errorf("%d follows %d %d times, the other way round %d times", b, a, follows[a][b], follows[b][a])
		}
	}
}

func TestEveryRunHasTheSameWorkload(t *testing.T) {
	if !reflect.DeepEqual(newWorkload(), newWorkload()) {
		t.Error("two workloads differ")
	}
}

func TestQuantilesAreWithinABucket(t *testing.T) {
	var l latencies
	for i := 1; i <= 1000; i++ {
		l.record(time.Duration(i) * time.Millisecond)
	}
	for q, want := range map[float64]float64{0.5: 0.5, 0.95: 0.95, 0.99: 0.99} {
		if got := l.quantile(q); got < want || got > want*bucketStep {
			t.Errorf("quantile %g is %g", q, got)
		}
	}
	var none latencies
	if none.quantile(0.5) != 0 {
		t.Error("a quantile of nothing")
	}
}
