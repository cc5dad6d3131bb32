package main

import (
	"os"
	"syscall"
)

// forkCommand starts children that run this program, find no input and end.
func forkCommand(arguments [][]byte, out *reply) string {
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return err.Error()
	}
	defer null.Close()
	problem := ""
	answer := repeat(arguments, out, func() {
		if failed := forkOnce(null.Fd()); failed != "" {
			problem = failed
		}
	})
	if answer == "" {
		answer = problem
	}
	return answer
}

func forkOnce(null uintptr) string {
	const self = "/proc/self/exe"
	files := []uintptr{null, null, uintptr(syscall.Stderr)}
	child, err := syscall.ForkExec(self, []string{self}, &syscall.ProcAttr{Env: os.Environ(), Files: files})
	if err != nil {
		return err.Error()
	}
	var status syscall.WaitStatus
	for {
		_, err = syscall.Wait4(child, &status, 0, nil)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		return err.Error()
	}
	if !status.Exited() || status.ExitStatus() != 0 {
		return "a child did not end well"
	}
	return ""
}

// execCommand does not return: the other program answers.
func execCommand(arguments [][]byte, _ *reply) string {
	if len(arguments) != 1 {
		return "use: exec PATH"
	}
	path := string(arguments[0])
	return syscall.Exec(path, []string{path}, os.Environ()).Error()
}
