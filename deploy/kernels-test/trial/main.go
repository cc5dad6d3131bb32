// Command trial runs graydiff on real Go programs that know what they did, and checks what it says
// of them, and what it leaves behind. It is the first process of a virtual machine that has nothing
// else, which it turns off in the end, or a program on a running machine:
//
//	trial PROGRAMS COMMAND...
//
// PROGRAMS is a folder with exact-1.22 and exact-1.23 (daemon/src/test/go/exact), COMMAND is how
// graydiff is run. Needs root. One line a check is printed: "check|NAME|ok or FAILED|what was seen".
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var (
	programs string
	command  []string
)

// inMachine is where a virtual machine has graydiff: as the container image has it.
func inMachine() []string {
	jars, _ := filepath.Glob("/opt/graydiff/lib/*.jar")
	return []string{
		"/opt/java/bin/java", "@/opt/graydiff/java.options", "-Xmx256m",
		"-Djffi.boot.library.path=/opt/graydiff/native", "-Dlibrary.jline.path=/opt/graydiff/native",
		"-cp", "/opt/graydiff/graydiff.jar:" + strings.Join(jars, ":"), "io.graydiff.app.Main",
	}
}

var failed int

func release() string {
	text, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return err.Error()
	}
	return strings.TrimSpace(string(text))
}

// check runs one check and prints what came of it.
func check(name string, run func() (string, error)) {
	began := time.Now()
	seen, err := run()
	word := "ok"
	if err != nil {
		failed++
		word, seen = "FAILED", err.Error()
	}
	seen = strings.ReplaceAll(strings.TrimSpace(seen), "\n", " / ")
	fmt.Printf("check|%s|%s|%s\n", name, word, seen)
	fmt.Fprintf(os.Stderr, "%s took %.0f s\n", name, time.Since(began).Seconds())
}

func main() {
	if os.Getpid() == 1 {
		defer turnOff()
		if err := setUp(); err != nil {
			fmt.Println("check|machine|FAILED|" + err.Error())
			return
		}
		programs, command = "/programs", inMachine()
	} else if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: trial PROGRAMS COMMAND...")
		os.Exit(2)
	} else {
		programs, command = os.Args[1], os.Args[2:]
	}
	fmt.Println("kernel|" + release())
	runChecks()
	fmt.Printf("trial|done|%d failed\n", failed)
	if os.Getpid() != 1 && failed > 0 {
		os.Exit(1)
	}
}
