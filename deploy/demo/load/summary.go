package main

import (
	"math"
	"time"
)

const (
	bucketBase  = time.Microsecond
	bucketStep  = 1.02
	bucketCount = 1024 // up to about ten minutes
)

// latencies counts durations in buckets that are 2 % wide, from a microsecond up.
type latencies struct {
	counts [bucketCount]int64
	total  int64
	most   time.Duration
}

func (l *latencies) record(d time.Duration) {
	bucket := 0
	if d > bucketBase {
		bucket = int(math.Log(float64(d)/float64(bucketBase)) / math.Log(bucketStep))
	}
	if bucket >= bucketCount {
		bucket = bucketCount - 1
	}
	l.counts[bucket]++
	l.total++
	if d > l.most {
		l.most = d
	}
}

func (l *latencies) add(other *latencies) {
	for i, n := range other.counts {
		l.counts[i] += n
	}
	l.total += other.total
	if other.most > l.most {
		l.most = other.most
	}
}

// quantile is the upper bound of the bucket that holds it, in seconds; 0 of nothing.
func (l *latencies) quantile(q float64) float64 {
	rank := int64(math.Ceil(q * float64(l.total)))
	var below int64
	for i, n := range l.counts {
		below += n
		if n > 0 && below >= rank {
			return bucketBase.Seconds() * math.Pow(bucketStep, float64(i+1))
		}
	}
	return 0
}

// summary is what is printed for an address. Latencies count from when a request was due, so time
// spent waiting for a free connection is in them.
type summary struct {
	Address   string             `json:"address"`
	Seconds   float64            `json:"seconds"`
	Scheduled int64              `json:"scheduled"`
	Sent      int64              `json:"sent"`
	Done      int64              `json:"done"`
	Errors    int64              `json:"errors"`
	Dropped   int64              `json:"dropped"`
	Latency   map[string]float64 `json:"latencySeconds"`
}

func (t *target) summary(sending time.Duration) summary {
	s := summary{Address: t.address, Seconds: sending.Seconds(), Scheduled: t.scheduled, Dropped: t.dropped}
	var all latencies
	for _, own := range t.senders {
		s.Sent += own.sent
		s.Done += own.done
		s.Errors += own.errors
		all.add(&own.latencies)
	}
	s.Latency = map[string]float64{
		"0.5": all.quantile(0.5), "0.95": all.quantile(0.95), "0.99": all.quantile(0.99),
		"1": all.most.Seconds(),
	}
	return s
}
