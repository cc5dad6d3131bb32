package main

import (
	"runtime"
	"runtime/metrics"
)

var (
	// samples are filled once at the start, so that reading them again allocates nothing.
	samples = []metrics.Sample{{Name: "/sched/latencies:seconds"}, {Name: "/gc/pauses:seconds"}}
	figures runtime.MemStats
)

func init() { metrics.Read(samples) }

func figuresCommand(_ [][]byte, out *reply) string {
	runtime.ReadMemStats(&figures)
	metrics.Read(samples)
	out.word("done")
	out.word("goroutines").number(int64(runtime.NumGoroutine()))
	out.word("cycles").number(int64(figures.NumGC))
	out.word("pause").number(int64(figures.PauseTotalNs))
	out.word("mallocs").number(int64(figures.Mallocs))
	out.word("frees").number(int64(figures.Frees))
	out.word("bytes").number(int64(figures.TotalAlloc))
	out.word("waits").number(total(samples[0]))
	out.word("pauses").number(total(samples[1]))
	return ""
}

func total(sample metrics.Sample) int64 {
	var sum uint64
	for _, count := range sample.Value.Float64Histogram().Counts {
		sum += count
	}
	return int64(sum)
}
