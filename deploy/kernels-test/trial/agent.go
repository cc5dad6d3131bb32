package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const address = "127.0.0.1:9477"

// agent is a run of graydiff's command line.
type agent struct {
	process  *exec.Cmd
	out, err bytes.Buffer
	ended    chan struct{}
}

// startAgent runs a command of graydiff; change may alter how it is run.
func startAgent(change func(*exec.Cmd), arguments ...string) (*agent, error) {
	all := append(append([]string{}, command[1:]...), arguments...)
	a := &agent{process: exec.Command(command[0], all...), ended: make(chan struct{})}
	a.process.Stdout, a.process.Stderr = &a.out, &a.err
	if change != nil {
		change(a.process)
	}
	if err := a.process.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = a.process.Wait()
		close(a.ended)
	}()
	return a, nil
}

// runAgent runs a command to its end.
func runAgent(change func(*exec.Cmd), arguments ...string) (*agent, error) {
	a, err := startAgent(change, arguments...)
	if err == nil {
		<-a.ended
	}
	return a, err
}

func (a *agent) exit() int { return a.process.ProcessState.ExitCode() }

// running is an error when the command has ended, with what it said.
func (a *agent) running() error {
	select {
	case <-a.ended:
		return fmt.Errorf("graydiff ended with %d: %s", a.exit(), a.err.String())
	default:
		return nil
	}
}

// awaitReady waits until probes are attached and windows close.
func (a *agent) awaitReady() error {
	for {
		if answer, err := http.Get("http://" + address + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
		if err := a.running(); err != nil {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

// result is what the running agent says now.
func (a *agent) result() (*result, error) {
	if err := a.running(); err != nil {
		return nil, err
	}
	answer, err := http.Get("http://" + address + "/api/v1/comparisons/compare")
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	return parse(text)
}

// metric is the sum of a metric over its labels.
func (a *agent) metric(name string) (float64, error) {
	answer, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	sum, found := 0.0, false
	for _, line := range strings.Split(string(text), "\n") {
		var value float64
		rest := strings.TrimPrefix(line, name)
		if rest == line || !strings.HasPrefix(rest, "{") && !strings.HasPrefix(rest, " ") {
			continue
		}
		if _, err := fmt.Sscan(line[strings.LastIndexByte(line, ' ')+1:], &value); err == nil {
			sum, found = sum+value, true
		}
	}
	if !found {
		return 0, fmt.Errorf("there is no metric %s", name)
	}
	return sum, nil
}

// stop ends the command as Ctrl-C does and waits for it.
func (a *agent) stop(signal syscall.Signal) {
	_ = a.process.Process.Signal(signal)
	<-a.ended
}

type group struct {
	Count float64
	Sum   float64
}

type signal struct {
	Name             string
	Labels           map[string]string
	Baseline, Canary group
	Note             string
}

// result is the JSON result, as far as it is looked at.
type result struct {
	Schema  string
	Signals []signal
	Verdict string
	Cost    struct {
		Budget, TargetCPUShare float64
		ProbeHits              int64
	}
	Loss  struct{ Events, Samples int64 }
	Notes []string
}

// account is what the result itself says that it lacks.
func (r *result) account() string {
	return fmt.Sprintf("lost %+v, %d hits, notes %q", r.Loss, r.Cost.ProbeHits, r.Notes)
}

func parse(text []byte) (*result, error) {
	r := &result{}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%w: %.200s", err, text)
	}
	return r, nil
}

// counts are those of both groups for a signal with that value of its label, "" for the whole.
func (r *result) counts(name, label string) [2]int64 {
	for _, s := range r.Signals {
		value := ""
		for _, v := range s.Labels {
			value = v
		}
		if s.Name == name && value == label {
			return [2]int64{int64(s.Baseline.Count), int64(s.Canary.Count)}
		}
	}
	return [2]int64{}
}
