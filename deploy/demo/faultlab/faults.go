package main

import (
	"context"
	"crypto/md5"
	"fmt"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// The switches.
const (
	longStop       = "long-stop"
	gcTuning       = "gc-tuning"
	goroutineLeak  = "goroutine-leak"
	blockedSend    = "blocked-send"
	stuckSelect    = "stuck-select"
	starvation     = "starvation"
	wakeups        = "wakeups"
	bigLock        = "big-lock"
	writeLock      = "write-lock"
	syncMap        = "sync-map"
	sliceGrowth    = "slice-growth"
	boxing         = "boxing"
	timerLeak      = "timer-leak"
	goexit         = "goexit"
	panicLoop      = "panic-loop"
	stackOverflow  = "stack-overflow"
	stackGrowth    = "stack-growth"
	slowHandshake  = "slow-handshake"
	contextTimeout = "context-timeout"
	streamStall    = "stream-stall"
	memoryKept     = "memory-kept"
	pageFaults     = "page-faults"
	busyRequest    = "busy-request"
)

// faults by name, with what is wrong.
var faults = map[string]string{
	longStop:       "hashes 4 MiB in one call that cannot be preempted, while the world is to stop",
	gcTuning:       "collects at 5 % of growth",
	goroutineLeak:  "starts a goroutine that nobody ever answers",
	blockedSend:    "waits for a slow reader where the twin would go on",
	stuckSelect:    "waits in a select that has no default for what never comes",
	starvation:     "keeps every processor busy for a while",
	wakeups:        "hands a token between locked threads",
	bigLock:        "holds one mutex during its work",
	writeLock:      "takes a lock for writing where reading would do",
	syncMap:        "asks a sync.Map over and over",
	sliceGrowth:    "appends without capacity",
	boxing:         "puts numbers into interfaces",
	timerLeak:      "starts timers and never stops them",
	goexit:         "ends goroutines by Goexit",
	panicLoop:      "panics and recovers",
	stackOverflow:  "recurses without end after some time",
	stackGrowth:    "recurses deeply on new goroutines",
	slowHandshake:  "looks up its certificate slowly and does not mind who has left",
	contextTimeout: "gives downstream less time than it needs",
	streamStall:    "lets one stream wait for another",
	memoryKept:     "keeps what requests brought",
	pageFaults:     "returns memory that it needs again at once",
	busyRequest:    "takes more CPU time for a request",
}

const keys = 256

// background is what goes on beside requests.
func (l *lab) background() {
	body := make([]byte, 4<<20)
	piece := len(body)
	if !l.has(longStop) {
		piece = 16 << 10
	}
	if l.has(wakeups) {
		go passToken()
	}
	if l.has(starvation) {
		go hog()
	}
	go func() {
		for line := range l.audit {
			_ = line
			time.Sleep(4 * time.Millisecond)
		}
	}()
	if l.has(stackOverflow) {
		time.AfterFunc(4*time.Second, func() { endless(0) })
	}
	for {
		time.Sleep(200 * time.Millisecond)
		done := make(chan struct{})
		go func() {
			runtime.GC()
			close(done)
		}()
		hash := md5.New()
		for at := 0; at < len(body); at += piece {
			_, _ = hash.Write(body[:piece])
		}
		<-done
	}
}

// hog runs twice as many busy goroutines as there are processors, a third of the time.
func hog() {
	for {
		var all sync.WaitGroup
		for i := 0; i < 2*runtime.GOMAXPROCS(0); i++ {
			all.Add(1)
			go func() {
				defer all.Done()
				spin(25 * time.Millisecond)
			}()
		}
		all.Wait()
		time.Sleep(100 * time.Millisecond)
	}
}

// passToken makes the runtime wake a thread for each turn.
func passToken() {
	there, back := make(chan int), make(chan int)
	go func() {
		runtime.LockOSThread()
		for token := range there {
			back <- token
		}
	}()
	runtime.LockOSThread()
	for {
		there <- 1
		<-back
		time.Sleep(500 * time.Microsecond)
	}
}

func spin(length time.Duration) {
	for end := time.Now().Add(length); time.Now().Before(end); {
		for i := 0; i < 1000; i++ {
			sink += uint64(i)
		}
	}
}

var sink uint64

func (l *lab) count(path string) {
	l.totals.Lock()
	l.counts[path]++
	if l.has(bigLock) {
		time.Sleep(2 * time.Millisecond)
	}
	l.totals.Unlock()
}

func (l *lab) readPrices() {
	if l.has(writeLock) {
		l.prices.Lock()
		time.Sleep(time.Millisecond)
		l.prices.Unlock()
	}
	l.prices.RLock()
	time.Sleep(200 * time.Microsecond)
	l.prices.RUnlock()
}

func (l *lab) lookUp() {
	times := 4
	if l.has(syncMap) {
		times = 400
	}
	for i := 0; i < times; i++ {
		if i%8 == 0 {
			l.shared.Store(i%keys, i%keys)
		} else {
			l.shared.Load(i % keys)
		}
	}
}

func (l *lab) build() {
	capacity := 1024
	if l.has(sliceGrowth) {
		capacity = 0
	}
	for i := 0; i < 20; i++ {
		list := make([]int, 0, capacity)
		for n := 0; n < 1024; n++ {
			list = append(list, n)
		}
		results = list
	}
}

var (
	results []int
	boxed   []interface{}
)

func (l *lab) describe() {
	count := 8
	if l.has(boxing) {
		count = 512
	}
	list := make([]interface{}, 0, 2048)
	for i := 0; i < count; i++ {
		list = append(list, 1000+i)
	}
	boxed = list
}

// notify tells the audit; the healthy twin drops what the audit has no time for.
func (l *lab) notify() {
	if l.has(blockedSend) {
		l.audit <- "request"
		return
	}
	select {
	case l.audit <- "request":
	default:
	}
}

// report tells a listener that has gone; the healthy twin sees that nobody listens.
func (l *lab) report() {
	gone := make(chan string)
	go func() {
		if l.has(stuckSelect) {
			select {
			case gone <- "done":
			case <-l.never:
			}
			return
		}
		select {
		case gone <- "done":
		case <-l.never:
		default:
		}
	}()
}

func (l *lab) schedule() {
	timer := time.AfterFunc(time.Hour, func() {})
	if !l.has(timerLeak) {
		timer.Stop()
	}
}

// fanOut asks two helpers and waits for one answer.
func (l *lab) fanOut() {
	size := 2
	if l.has(goroutineLeak) {
		size = 0
	}
	answers := make(chan int, size)
	for i := 0; i < 2; i++ {
		go func(i int) { answers <- i }(i)
	}
	<-answers
	if l.has(goexit) {
		go func() {
			defer runtime.Goexit()
		}()
	}
}

func (l *lab) recurse() {
	depth := 4
	if l.has(stackGrowth) {
		depth = 200
	}
	done := make(chan int)
	go func() { done <- deep(depth) }()
	<-done
}

//go:noinline
func deep(n int) int {
	var frame [32]int
	frame[n%32] = n
	if n == 0 {
		return frame[0]
	}
	return deep(n-1) + frame[n%32]
}

//go:noinline
func endless(n int) int { return endless(n+1) + n }

func (l *lab) compute() {
	if l.has(busyRequest) {
		spin(2 * time.Millisecond)
	}
}

func (l *lab) keep() {
	page := make([]byte, 64<<10)
	for i := 0; i < len(page); i += 4096 {
		page[i] = 1
	}
	if l.has(memoryKept) {
		l.totals.Lock()
		l.kept = append(l.kept, page)
		l.totals.Unlock()
	}
	if l.has(pageFaults) {
		l.ballast[0][0]++
		returnAndTouch(l.ballast)
	}
}

// returnAndTouch gives the pages inside of the buffers back and takes them anew.
func returnAndTouch(buffers [][]byte) {
	for _, buffer := range buffers[:16] {
		_ = syscall.Madvise(buffer[:], syscall.MADV_DONTNEED)
		for i := 0; i < len(buffer); i += 4096 {
			buffer[i] = 1
		}
	}
}

func (l *lab) fragile() {
	defer func() { _ = recover() }()
	if l.has(panicLoop) {
		var missing interface{}
		_ = missing.(fmt.Stringer).String()
	}
}

func (l *lab) callDownstream(parent context.Context) error {
	limit := time.Second
	if l.has(contextTimeout) {
		limit = 500 * time.Microsecond
	}
	ctx, cancel := context.WithTimeout(parent, limit)
	defer cancel()
	select {
	case <-time.After(2 * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (l *lab) lookUpCertificate() {
	if l.has(slowHandshake) {
		time.Sleep(30 * time.Millisecond)
	}
}
