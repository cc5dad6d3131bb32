package main

import (
	"testing"
	"time"
)

func TestFaultsAreReadAsWritten(t *testing.T) {
	f, err := parseFaults("latency=+5%, tail=1%x3,alloc=+10%,leak")
	if err != nil {
		t.Fatal(err)
	}
	if f.latency != 0.05 || f.tail.of != 0.01 || f.tailFactor != 3 || f.ballast.more != 0.1 || f.leak.of != 0.01 {
		t.Errorf("read as latency %g, tail %g x %g, alloc %g, leak %g",
			f.latency, f.tail.of, f.tailFactor, f.ballast.more, f.leak.of)
	}
}

func TestWhatIsNoFaultIsRefused(t *testing.T) {
	for _, spec := range []string{"speed=1%", "latency=5", "latency=", "tail=1%", "tail=x3", "alloc=-1%", "leak=NaN%"} {
		if _, err := parseFaults(spec); err == nil {
			t.Errorf("%q was taken", spec)
		}
	}
}

func TestAShareIsExact(t *testing.T) {
	for _, of := range []float64{0, 0.01, 0.3, 1} {
		s := share{of: of}
		hits := 0
		for i := 0; i < 1000; i++ {
			if s.next() {
				hits++
			}
		}
		if hits != int(of*1000) {
			t.Errorf("%d of 1000 calls for a share of %g", hits, of)
		}
	}
}

func TestTheSameOrderWaitsForTheSameTime(t *testing.T) {
	for sum := uint64(0); sum < 1000; sum++ {
		wait := providerTime(sum)
		if wait != providerTime(sum) || wait < paymentBase || wait > paymentMost {
			t.Fatalf("order %d waits for %s", sum, wait)
		}
	}
}

func TestTheCacheStaysWithinItsLimit(t *testing.T) {
	c := newPriceCache(16, time.Hour)
	for i := 0; i < 1000; i++ {
		c.get(string(rune('a'+i)), func() int64 { return int64(i) })
	}
	if len(c.entries) > 16 {
		t.Errorf("%d entries", len(c.entries))
	}
	if got := c.get("new", func() int64 { return 7 }); got != 7 {
		t.Errorf("computed 7, got %d", got)
	}
	if got := c.get("new", func() int64 { return 8 }); got != 7 {
		t.Errorf("kept 7, got %d", got)
	}
}
