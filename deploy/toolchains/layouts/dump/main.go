// Dump writes the tables of package io.graydiff.goruntime from binaries of many Go versions.
//
//	dump FIELDS FROM-CODE OUT VERSION/ARCH=BINARY...
//
// FIELDS lists what is wanted; FROM-CODE has the cells that were read from a version's instructions,
// since no binary of it was found whose debugging data has them; OUT is the folder of the tables:
//
//	layouts.csv       offset:size of each field, a column for each version and architecture
//	wait-reasons.csv  runtime.waitReason as text
//	stw-reasons.csv   runtime.stwReason as text
//	size-classes.csv  slot size of each allocator size class in bytes
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const absent = "-"

func main() {
	if len(os.Args) < 5 {
		fail(fmt.Errorf("usage: dump FIELDS FROM-CODE OUT VERSION/ARCH=BINARY..."))
	}
	wanted, err := readWanted(os.Args[1])
	if err != nil {
		fail(err)
	}
	fromCode, err := readFromCode(os.Args[2])
	if err != nil {
		fail(err)
	}
	var subjects []*subject
	for _, arg := range os.Args[4:] {
		name, path, found := strings.Cut(arg, "=")
		version, _, hasArch := strings.Cut(name, "/")
		if !found || !hasArch {
			fail(fmt.Errorf("%q is not VERSION/ARCH=BINARY", arg))
		}
		s, err := open(path, wanted)
		if err != nil {
			fail(fmt.Errorf("%s: %w", path, err))
		}
		s.name, s.version = name, version
		if err := s.complete(wanted, fromCode); err != nil {
			fail(fmt.Errorf("%s: %w", name, err))
		}
		subjects = append(subjects, s)
	}
	out := os.Args[3]
	fail(writeLayouts(filepath.Join(out, "layouts.csv"), wanted, subjects))
	fail(writeByNumber(filepath.Join(out, "wait-reasons.csv"), subjects, (*subject).waitReasons))
	fail(writeByNumber(filepath.Join(out, "stw-reasons.csv"), subjects, (*subject).stwReasons))
	fail(writeByNumber(filepath.Join(out, "size-classes.csv"), subjects, (*subject).sizeClasses))
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "dump:", err)
		os.Exit(1)
	}
}

// field is one wanted row. Names are tried in order; the first is the row's name. Where the
// structure has no name of its own, it is the type of the variable.
type field struct {
	structure string
	variable  string
	names     []string
}

func readWanted(path string) ([]field, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var wanted []field
	structure, variable := "", ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case lines.Text()[0] != ' ':
			structure, variable = words[0], ""
			if len(words) > 1 {
				variable = words[1]
			}
			wanted = append(wanted, field{structure, variable, []string{sizeof}})
		default:
			wanted = append(wanted, field{structure, variable, words})
		}
	}
	return wanted, nil
}

// readFromCode gives a cell for each version, structure and field, with blanks between.
func readFromCode(path string) (map[string]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	cells := map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case len(words) != 4:
			return nil, fmt.Errorf("%s: %q is not VERSION STRUCTURE FIELD CELL", path, lines.Text())
		default:
			cells[strings.Join(words[:3], " ")] = words[3]
		}
	}
	return cells, nil
}

func writeLayouts(path string, wanted []field, subjects []*subject) error {
	header := []string{"struct", "field"}
	for _, s := range subjects {
		header = append(header, s.name)
	}
	rows := [][]string{header}
	for i, w := range wanted {
		row := []string{w.structure, w.names[0]}
		found := false
		for _, s := range subjects {
			row = append(row, s.cells[i])
			found = found || s.cells[i] != absent
		}
		if !found {
			return fmt.Errorf("no version has %s %s", w.structure, strings.Join(w.names, " or "))
		}
		rows = append(rows, row)
	}
	return write(path, rows, subjects)
}

// writeByNumber writes a table whose rows are 0, 1, 2, ... and whose columns are the Go versions. The
// architectures of a version must agree.
func writeByNumber(path string, subjects []*subject, values func(*subject) ([]string, error)) error {
	header := []string{"number"}
	columns := map[string][]string{}
	longest := 0
	for _, s := range subjects {
		column, err := values(s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if other, seen := columns[s.version]; seen {
			if strings.Join(other, "\n") != strings.Join(column, "\n") {
				return fmt.Errorf("the architectures of %s differ in %s", s.version, path)
			}
			continue
		}
		header = append(header, s.version)
		columns[s.version] = column
		if len(column) > longest {
			longest = len(column)
		}
	}
	rows := [][]string{header}
	for i := 0; i < longest; i++ {
		row := []string{strconv.Itoa(i)}
		for _, version := range header[1:] {
			cell := absent
			if i < len(columns[version]) {
				cell = columns[version][i]
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return write(path, rows, subjects)
}

func write(path string, rows [][]string, subjects []*subject) error {
	var text strings.Builder
	fmt.Fprintf(&text, "# Generated by deploy/toolchains/layouts.sh from")
	last := ""
	for _, s := range subjects {
		if s.toolchain != last {
			fmt.Fprintf(&text, " %s", s.toolchain)
		}
		last = s.toolchain
	}
	text.WriteString("; do not edit.\n")
	for _, row := range rows {
		for _, cell := range row {
			if strings.ContainsAny(cell, ",\n") {
				return fmt.Errorf("%q would break the table %s", cell, path)
			}
		}
		text.WriteString(strings.Join(row, ",") + "\n")
	}
	return os.WriteFile(path, []byte(text.String()), 0o644)
}
