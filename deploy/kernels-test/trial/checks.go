package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const (
	requests = 200
	panics   = 500
	spawns   = 300
	goexits  = 100
	parks    = 16
	cycles   = 3
	workers  = 8
	patience = 10 * time.Minute
	// nobody has no rights but those that it is given.
	nobody = 65532
	// What Linux calls RLIMIT_MEMLOCK, and what is left of it: less than any map takes.
	limitOfLockedMemory = 8
	littleMemory        = 64 << 10
)

// Capabilities, linux/capability.h.
var (
	// Enough for everything but raising limits: DAC_READ_SEARCH, SYS_PTRACE, SYS_ADMIN.
	rights = []uintptr{2, 19, 21}
	// Programs are loaded with these, but newer kernels attach none: PERFMON and BPF for SYS_ADMIN.
	fewerRights = []uintptr{2, 19, 38, 39}
)

func runChecks() {
	baseline, err := startTarget("1.22")
	if err != nil {
		fmt.Println("check|programs|FAILED|" + err.Error())
		return
	}
	defer baseline.close()
	canary, err := startTarget("1.23")
	if err != nil {
		fmt.Println("check|programs|FAILED|" + err.Error())
		return
	}
	defer canary.close()
	both := []*target{baseline, canary}
	for _, t := range both {
		if t.address, err = t.tell("serve"); err != nil {
			fmt.Println("check|programs|FAILED|" + err.Error())
			return
		}
	}
	before := bpfObjects()
	compareExactly(before, both)
	check("nothing is left after Ctrl-C", func() (string, error) { return nothingLeft(before, both) })
	check("kill -9 while probed", func() (string, error) { return killed(both) })
	check("nothing is left after kill -9", func() (string, error) { return nothingLeft(before, both) })
	check("ps", func() (string, error) { return listed(both) })
	check("inspect", func() (string, error) { return inspected(baseline) })
	check("without rights", func() (string, error) { return refused(both) })
	check("without CAP_SYS_ADMIN", func() (string, error) {
		a, err := runAgent(as(nobody, fewerRights...), comparing(both, "--for", "10s")...)
		if err != nil {
			return "", err
		}
		return worksOrNames(a, "CAP_SYS_ADMIN")
	})
	check("little memory to lock", func() (string, error) { return limited(both) })
	check("budget of 1 %", func() (string, error) { return budgeted(both) })
	check("nothing is left in the end", func() (string, error) { return nothingLeft(before, both) })
}

func listed(targets []*target) (string, error) {
	a, err := runAgent(nil, "ps")
	if err != nil {
		return "", err
	}
	for _, t := range targets {
		if !strings.Contains(a.out.String(), fmt.Sprint(t.pid())) || !strings.Contains(a.out.String(), t.version) {
			return "", fmt.Errorf("%d is not in: %s", t.pid(), a.out.String())
		}
	}
	return fmt.Sprintf("exit %d", a.exit()), exits(a, 0)
}

func inspected(t *target) (string, error) {
	a, err := runAgent(nil, "inspect", fmt.Sprint(t.pid()))
	if err != nil {
		return "", err
	}
	if !strings.Contains(a.out.String(), "runtime.mallocgc") {
		return "", fmt.Errorf("no runtime.mallocgc in: %s %s", a.out.String(), a.err.String())
	}
	return fmt.Sprintf("%d cheap and %d dear lines", strings.Count(a.out.String(), "cheap"),
		strings.Count(a.out.String(), "dear")), exits(a, 0)
}

func exits(a *agent, codes ...int) error {
	for _, code := range codes {
		if a.exit() == code {
			return nil
		}
	}
	return fmt.Errorf("exit %d: %s", a.exit(), a.err.String())
}

func comparing(targets []*target, more ...string) []string {
	return append([]string{
		"compare", "--baseline", fmt.Sprintf("pid=%d", targets[0].pid()),
		"--canary", fmt.Sprintf("pid=%d", targets[1].pid()), "--json", "--listen", address,
	}, more...)
}

// compareExactly holds what one comparison counted against what the programs did.
func compareExactly(before string, targets []*target) {
	var a *agent
	check("compare begins", func() (string, error) {
		var err error
		a, err = startAgent(nil, comparing(targets, "--budget", "unlimited", "--for", "24h", "--window", "2s", "--verbose")...)
		if err != nil {
			return "", err
		}
		if err = a.awaitReady(); err != nil {
			return "", err
		}
		// Else what is left could not be seen either.
		if bpfObjects() == before {
			return "", errors.New("the kernel holds no more BPF objects than before: " + before)
		}
		return attachWay(a)
	})
	if a == nil || a.running() != nil {
		return
	}
	allocated := [2]int64{}
	check("commands of the programs", func() (string, error) {
		for i, t := range targets {
			before, err := t.mallocs()
			if err != nil {
				return "", err
			}
			for _, line := range []string{
				fmt.Sprintf("panic %d", panics), fmt.Sprintf("spawn %d", spawns),
				fmt.Sprintf("goexit %d", goexits),
				fmt.Sprintf("park chan 20ms %d", parks), fmt.Sprintf("park select 20ms %d", parks),
				fmt.Sprintf("go 1000 64 %d scan", workers), fmt.Sprintf("go 100 40000 %d", workers),
			} {
				if _, err = t.tell(line); err != nil {
					return "", err
				}
			}
			after, err := t.mallocs()
			if err != nil {
				return "", err
			}
			allocated[i] = after - before
		}
		return "", nil
	})
	goroutines := int64(spawns + goexits + 2*parks + 2*workers)
	equal(a, "panics", "panics", "", [2]int64{panics, panics})
	equal(a, "goexits", "goexits", "", [2]int64{goexits, goexits})
	equal(a, "goroutines created", "goroutine.created", "", [2]int64{goroutines, goroutines})
	equal(a, "goroutines ended", "goroutine.exited", "", [2]int64{goroutines, goroutines})
	equal(a, "waits on channels", "park.latency", "chan receive", [2]int64{parks, parks})
	equal(a, "waits in select", "park.latency", "select", [2]int64{parks, parks})
	equal(a, "allocations", "alloc.size", "", allocated)
	// Not before: the first collection starts workers, and later ones wake goroutines of the library.
	check("collecting", func() (string, error) { return "", all(targets, fmt.Sprintf("gc %d", cycles)) })
	equal(a, "collections", "gc.cycles", "", [2]int64{cycles, cycles})
	check("serving", func() (string, error) { return "", serve(targets) })
	equal(a, "requests", "http.request.latency", "", [2]int64{requests, requests})
	check("Ctrl-C", func() (string, error) {
		a.stop(syscall.SIGINT)
		r, err := parse(a.out.Bytes())
		if err != nil {
			return "", err
		}
		if r.Schema != "graydiff/v1" || r.Loss.Events != 0 || r.Loss.Samples != 0 {
			return "", fmt.Errorf("schema %s, loss %+v", r.Schema, r.Loss)
		}
		// What was late above shows here: late, or lost.
		served := r.counts("http.request.latency", "")
		return fmt.Sprintf("exit %d, %d hits, nothing lost, %d and %d requests in the end",
			a.exit(), r.Cost.ProbeHits, served[0], served[1]), exits(a, 130)
	})
}

func attachWay(a *agent) (string, error) {
	for _, line := range strings.Split(a.err.String(), "\n") {
		if _, way, found := strings.Cut(line, "uprobe_multi links: "); found {
			if strings.HasPrefix(way, "yes") {
				return "uprobe_multi links", nil
			}
			return "perf events", nil
		}
	}
	return "", errors.New("the log does not say how probes are attached: " + a.err.String())
}

// equal waits until as much was counted as was done, and looks once more for what came twice.
func equal(a *agent, what, signal, label string, done [2]int64) {
	check(what, func() (string, error) {
		stop := within(patience / 4)
		var seen [2]int64
		var last *result
		for again := 0; again < 2; {
			r, err := a.result()
			if err != nil {
				return "", err
			}
			last = r
			seen = r.counts(signal, label)
			if seen[0] >= done[0] && seen[1] >= done[1] {
				again++
			} else if err := stop(); err != nil {
				return "", fmt.Errorf("%d and %d of %d and %d; %s", seen[0], seen[1], done[0], done[1], r.account())
			}
			time.Sleep(3 * time.Second)
		}
		if seen != done {
			return "", fmt.Errorf("%d and %d, done were %d and %d; %s", seen[0], seen[1], done[0], done[1], last.account())
		}
		return fmt.Sprintf("%d and %d", seen[0], seen[1]), nil
	})
}

// all gives each program that command.
func all(targets []*target, line string) error {
	for _, t := range targets {
		if _, err := t.tell(line); err != nil {
			return err
		}
	}
	return nil
}

func serve(targets []*target) error {
	for _, t := range targets {
		for i := 0; i < requests; i++ {
			answer, err := http.Get("http://" + t.address + "/sleep?d=1ms")
			if err != nil {
				return err
			}
			_, err = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			if err != nil || answer.StatusCode != http.StatusOK {
				return fmt.Errorf("status %s, %w", answer.Status, err)
			}
		}
	}
	return nil
}

// nothingLeft checks that code is as in the files, the kernel holds no object of BPF more than
// before, and the programs do their work.
func nothingLeft(before string, targets []*target) (string, error) {
	if err := probed(false, within(patience), targets...); err != nil {
		return "", err
	}
	stop := within(patience)
	for bpfObjects() != before {
		if err := stop(); err != nil {
			return "", fmt.Errorf("there were %s, there are %s", before, bpfObjects())
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err := all(targets, fmt.Sprintf("go 1000 64 %d scan", workers)); err != nil {
		return "", err
	}
	return before + ", code as in the files", serve(targets)
}

func killed(targets []*target) (string, error) {
	a, err := startAgent(nil, comparing(targets, "--budget", "unlimited", "--for", "24h", "--window", "2s")...)
	if err != nil {
		return "", err
	}
	if err = a.awaitReady(); err != nil {
		return "", err
	}
	if err = probed(true, a.running, targets...); err != nil {
		return "", err
	}
	changed, err := changedBytes(targets[0].pid())
	if err != nil {
		return "", err
	}
	held := bpfObjects()
	a.stop(syscall.SIGKILL)
	return fmt.Sprintf("%d bytes of the baseline's code were changed; %s", changed, held), nil
}

// budgeted loads both programs while probes may take 1 % of their CPU time.
func budgeted(targets []*target) (string, error) {
	a, err := startAgent(nil, comparing(targets, "--budget", "1%", "--for", "90s", "--window", "3s")...)
	if err != nil {
		return "", err
	}
	if err = a.awaitReady(); err != nil {
		return "", err
	}
	cut := 0.0
	for a.running() == nil {
		if err = all(targets, fmt.Sprintf("go 20000 64 %d scan", workers)); err != nil {
			return "", err
		}
		if err = serve(targets); err != nil {
			return "", err
		}
		if now, err := a.metric("graydiff_probe_cutoffs_total"); err == nil {
			cut = now
		}
	}
	r, err := parse(a.out.Bytes())
	if err != nil {
		return "", fmt.Errorf("%w; %s", err, a.err.String())
	}
	code, known := map[string]int{"pass": 0, "regression": 1, "inconclusive": 3}[r.Verdict]
	if !known || a.exit() != code {
		return "", fmt.Errorf("exit %d with verdict %s: %s", a.exit(), r.Verdict, a.err.String())
	}
	seen := fmt.Sprintf("exit %d, %s; probes took %.2f %%, %d hits, %.0f windows cut off",
		a.exit(), r.Verdict, 100*r.Cost.TargetCPUShare, r.Cost.ProbeHits, cut)
	if r.Cost.ProbeHits == 0 || r.Cost.TargetCPUShare > 2*r.Cost.Budget {
		return "", errors.New(seen)
	}
	return seen, nil
}

// refused runs as a user who may do nothing: one line has to say so.
func refused(targets []*target) (string, error) {
	a, err := runAgent(as(nobody), comparing(targets, "--for", "10s")...)
	if err != nil {
		return "", err
	}
	return complaint(a)
}

// limited runs with rights, but not with that to raise limits. Since Linux 5.11 BPF memory counts
// elsewhere, and the comparison works; before, one line has to name the limit.
func limited(targets []*target) (string, error) {
	var usual syscall.Rlimit
	if err := syscall.Getrlimit(limitOfLockedMemory, &usual); err != nil {
		return "", err
	}
	little := syscall.Rlimit{Cur: littleMemory, Max: usual.Max}
	if littleMemory < usual.Max {
		little.Max = littleMemory
	}
	if err := syscall.Setrlimit(limitOfLockedMemory, &little); err != nil {
		return "", err
	}
	a, err := runAgent(as(nobody, rights...), comparing(targets, "--for", "10s")...)
	if restore := syscall.Setrlimit(limitOfLockedMemory, &usual); restore != nil {
		return "", restore
	}
	if err != nil {
		return "", err
	}
	return worksOrNames(a, "MEMLOCK")
}

// worksOrNames holds when a comparison ended as it should, or one line names what was lacking.
func worksOrNames(a *agent, lacking string) (string, error) {
	if a.exit() != 2 {
		return fmt.Sprintf("works: exit %d", a.exit()), exits(a, 0, 1, 3)
	}
	line, err := complaint(a)
	if err == nil && !strings.Contains(line, lacking) {
		err = fmt.Errorf("the line does not name %s: %s", lacking, line)
	}
	return line, err
}

func as(user uint32, capabilities ...uintptr) func(*exec.Cmd) {
	return func(process *exec.Cmd) {
		process.SysProcAttr = &syscall.SysProcAttr{
			Credential:  &syscall.Credential{Uid: user, Gid: user},
			AmbientCaps: capabilities,
		}
	}
}

// complaint is the one line with which graydiff gave up.
func complaint(a *agent) (string, error) {
	line := strings.TrimSpace(a.err.String())
	if a.exit() != 2 || line == "" || strings.Contains(line, "\n") {
		return "", fmt.Errorf("exit %d: %s", a.exit(), line)
	}
	return "exit 2: " + line, nil
}
