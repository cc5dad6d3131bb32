package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// target is a running program of daemon/src/test/go/exact, which does exactly what it is told.
type target struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	version string
	address string
}

func startTarget(series string) (*target, error) {
	process := exec.Command(filepath.Join(programs, "exact-"+series))
	process.Stderr = os.Stderr
	in, err := process.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	t := &target{process: process, in: in, out: bufio.NewReader(out)}
	ready, err := t.out.ReadString('\n')
	words := strings.Fields(ready)
	if err != nil || len(words) != 3 || words[0] != "ready" {
		return nil, fmt.Errorf("%s began with %q", process.Path, ready)
	}
	t.version = words[2]
	return t, nil
}

func (t *target) pid() int { return t.process.Process.Pid }

func (t *target) tell(line string) (string, error) {
	if _, err := fmt.Fprintln(t.in, line); err != nil {
		return "", err
	}
	answer, err := t.out.ReadString('\n')
	if err != nil || !strings.HasPrefix(answer, "done") {
		return "", fmt.Errorf("%q was answered with %q", line, answer)
	}
	return strings.TrimSpace(strings.TrimPrefix(answer, "done")), nil
}

// mallocs is how many objects the program's runtime says were allocated.
func (t *target) mallocs() (int64, error) {
	answer, err := t.tell("mallocs")
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(answer, 10, 64)
}

func (t *target) close() {
	t.in.Close()
	_ = t.process.Wait()
}
