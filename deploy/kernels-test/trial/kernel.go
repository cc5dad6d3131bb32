package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

// Commands of the bpf system call, linux/bpf.h.
const (
	nextProgram = 11
	nextMap     = 12
	nextLink    = 31
)

// bpfObjects counts the programs, maps and links that the kernel holds.
func bpfObjects() string {
	return fmt.Sprintf("%d programs, %d maps, %d links",
		countIDs(nextProgram), countIDs(nextMap), countIDs(nextLink))
}

func countIDs(next uintptr) int {
	count := 0
	attribute := struct{ start, next, flags uint32 }{}
	for {
		_, _, errno := syscall.Syscall(bpfSystemCall, next,
			uintptr(unsafe.Pointer(&attribute)), unsafe.Sizeof(attribute))
		if errno != 0 {
			return count
		}
		count++
		attribute.start = attribute.next
	}
}

// changedBytes compares the code of a running program with its file: a probe is a breakpoint there.
func changedBytes(pid int) (int, error) {
	process := fmt.Sprintf("/proc/%d/", pid)
	file, err := os.ReadFile(process + "exe")
	if err != nil {
		return 0, err
	}
	maps, err := os.ReadFile(process + "maps")
	if err != nil {
		return 0, err
	}
	memory, err := os.Open(process + "mem")
	if err != nil {
		return 0, err
	}
	defer memory.Close()
	executable, err := os.Readlink(process + "exe")
	if err != nil {
		return 0, err
	}
	changed := 0
	for _, line := range strings.Split(string(maps), "\n") {
		var start, end, offset int64
		var rights, device, inode string
		n, _ := fmt.Sscanf(line, "%x-%x %s %x %s %s", &start, &end, &rights, &offset, &device, &inode)
		if n < 6 || !strings.Contains(rights, "x") || !strings.HasSuffix(line, executable) {
			continue
		}
		code := make([]byte, end-start)
		if _, err := memory.ReadAt(code, start); err != nil {
			return 0, err
		}
		// The last page of the mapping reaches beyond the file.
		original := file[offset:min(int64(len(file)), offset+end-start)]
		if bytes.Equal(code[:len(original)], original) {
			continue
		}
		for i, b := range original {
			if code[i] != b {
				changed++
			}
		}
	}
	return changed, nil
}

// probed waits until the code of all programs is changed, or until it is as in the file again.
func probed(want bool, stop func() error, targets ...*target) error {
	for {
		all := true
		for _, t := range targets {
			changed, err := changedBytes(t.pid())
			if err != nil {
				return err
			}
			all = all && (changed > 0) == want
		}
		if all {
			return nil
		}
		if err := stop(); err != nil {
			return err
		}
		// Not more often: a look reads all of the code, which takes long on an emulated machine.
		time.Sleep(time.Second)
	}
}

// within ends a wait that should not be long, however slow the machine.
func within(patience time.Duration) func() error {
	end := time.Now().Add(patience)
	return func() error {
		if time.Now().After(end) {
			return fmt.Errorf("not within %s", patience)
		}
		return nil
	}
}
