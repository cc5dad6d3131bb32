package main

import (
	"runtime"
	"strconv"
	"time"
)

const (
	maxBytes  = 1 << 30
	maxEvents = 1 << 24
	maxPark   = time.Minute
)

// commands by name; each returns what is wrong, or "" when it is done.
var commands map[string]func(arguments [][]byte, out *reply) string

func init() {
	commands = map[string]func([][]byte, *reply) string{
		"go":      allocateCommand,
		"park":    parkCommand,
		"spawn":   spawnCommand,
		"panic":   panicCommand,
		"goexit":  goexitCommand,
		"gc":      gcCommand,
		"mallocs": mallocsCommand,
		"figures": figuresCommand,
		"serve":   serveCommand,
		"fork":    forkCommand,
		"exec":    execCommand,
	}
}

func allocateCommand(arguments [][]byte, out *reply) string {
	scan := len(arguments) == 4 && string(arguments[3]) == "scan"
	if len(arguments) != 3 && !scan {
		return "use: go N S G [scan]"
	}
	count, size, workers := number(arguments[0]), number(arguments[1]), number(arguments[2])
	switch {
	case count < 1 || count > maxEvents:
		return "N is out of range"
	case size < minSize || size > maxSize || scan && size%8 != 0:
		return "S is not 8 to 65536, or no multiple of 8 with scan"
	case workers < 1 || workers > maxWorkers:
		return "G is out of range"
	case count*size*workers > maxBytes:
		return "more than 1 GiB in one command"
	}
	allocate(count, size, workers, scan)
	out.word("done")
	return ""
}

func parkCommand(arguments [][]byte, out *reply) string {
	if len(arguments) != 3 {
		return "use: park KIND D G"
	}
	kind := string(arguments[0])
	if _, known := parkKinds[kind]; !known {
		return "unknown kind of park"
	}
	duration, err := time.ParseDuration(string(arguments[1]))
	if err != nil || duration <= 0 || duration > maxPark {
		return "D is no duration up to a minute"
	}
	workers := number(arguments[2])
	if workers < 1 || workers > maxWorkers {
		return "G is out of range"
	}
	shortest, longest := park(kind, duration, workers)
	out.word("done").number(int64(shortest)).number(int64(longest))
	return ""
}

func spawnCommand(arguments [][]byte, out *reply) string {
	return repeat(arguments, out, func() { once(func(int) {}) })
}

func panicCommand(arguments [][]byte, out *reply) string {
	return repeat(arguments, out, panicAndRecover)
}

func goexitCommand(arguments [][]byte, out *reply) string {
	return repeat(arguments, out, func() {
		once(func(int) {
			defer team.ended.Add(1)
			runtime.Goexit()
		})
	})
}

func gcCommand(arguments [][]byte, out *reply) string {
	return repeat(arguments, out, runtime.GC)
}

func mallocsCommand(_ [][]byte, out *reply) string {
	runtime.ReadMemStats(&memStats)
	out.word("done").number(int64(memStats.Mallocs))
	return ""
}

var memStats runtime.MemStats

func repeat(arguments [][]byte, out *reply, once func()) string {
	if len(arguments) != 1 {
		return "one number is needed"
	}
	count := number(arguments[0])
	if count < 1 || count > maxEvents {
		return "N is out of range"
	}
	for i := 0; i < count; i++ {
		once()
	}
	out.word("done")
	return ""
}

// once runs the task on one goroutine and waits for its end.
func once(task func(worker int)) {
	launch(1, task)
	for team.ended.Load() < 1 {
		runtime.Gosched()
	}
}

type expected struct{}

// failure is made once, so that a panic with it allocates nothing of ours.
var failure interface{} = expected{}

func panicAndRecover() {
	defer func() { _ = recover() }()
	panic(failure)
}

// number returns -1 for what is no number.
func number(text []byte) int {
	value, err := strconv.Atoi(string(text))
	if err != nil {
		return -1
	}
	return value
}
