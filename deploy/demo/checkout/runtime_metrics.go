package main

import (
	"math"
	"net/http"
	"runtime/metrics"
	"strconv"
)

type runtimeHistogram struct {
	Counts []uint64 `json:"counts"`
	// Buckets are the bounds as Go gives them, one more than counts; text, since JSON has no infinity.
	Buckets []string `json:"buckets"`
}

// serveRuntimeMetrics answers with everything that runtime/metrics knows, as one JSON object by
// metric name: what Go says of itself, to check what an observer says of it.
func serveRuntimeMetrics(w http.ResponseWriter, _ *http.Request) {
	descriptions := metrics.All()
	samples := make([]metrics.Sample, len(descriptions))
	for i := range descriptions {
		samples[i].Name = descriptions[i].Name
	}
	metrics.Read(samples)
	values := make(map[string]interface{}, len(samples))
	for _, sample := range samples {
		switch sample.Value.Kind() {
		case metrics.KindUint64:
			values[sample.Name] = sample.Value.Uint64()
		case metrics.KindFloat64:
			if v := sample.Value.Float64(); !math.IsInf(v, 0) && !math.IsNaN(v) {
				values[sample.Name] = v
			}
		case metrics.KindFloat64Histogram:
			values[sample.Name] = histogramOf(sample.Value.Float64Histogram())
		}
	}
	reply(w, http.StatusOK, values)
}

func histogramOf(h *metrics.Float64Histogram) runtimeHistogram {
	bounds := make([]string, len(h.Buckets))
	for i, bound := range h.Buckets {
		bounds[i] = strconv.FormatFloat(bound, 'g', -1, 64)
	}
	return runtimeHistogram{Counts: h.Counts, Buckets: bounds}
}
