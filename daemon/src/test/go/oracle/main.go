// Oracle prints what the symbol table and the debug information of a Go program say, one fact a
// line: "function NAME ADDRESS SIZE", and "inlined NAME INTO". They are read by Go's own packages.
package main

import (
	"bufio"
	"debug/dwarf"
	"debug/elf"
	"fmt"
	"log"
	"os"
)

func main() {
	file, err := elf.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	symbols, err := file.Symbols()
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range symbols {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC && s.Size > 0 {
			fmt.Fprintf(out, "function\t%s\t%d\t%d\n", s.Name, s.Value, s.Size)
		}
	}
	data, err := file.DWARF()
	if err != nil {
		log.Fatal(err)
	}
	printInlined(out, data)
}

// printInlined walks the entries twice: names first, because an inlined copy only refers to the
// abstract function that has the name.
func printInlined(out *bufio.Writer, data *dwarf.Data) {
	names := map[dwarf.Offset]string{}
	origins := map[dwarf.Offset]dwarf.Offset{}
	walk(data, func(e *dwarf.Entry, _ []dwarf.Offset) {
		if e.Tag != dwarf.TagSubprogram {
			return
		}
		if name, ok := e.Val(dwarf.AttrName).(string); ok {
			names[e.Offset] = name
		}
		if origin, ok := e.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset); ok {
			origins[e.Offset] = origin
		}
	})
	nameOf := func(o dwarf.Offset) string {
		if origin, ok := origins[o]; ok {
			return names[origin]
		}
		return names[o]
	}
	walk(data, func(e *dwarf.Entry, in []dwarf.Offset) {
		origin, ok := e.Val(dwarf.AttrAbstractOrigin).(dwarf.Offset)
		if e.Tag == dwarf.TagInlinedSubroutine && ok && hasCode(data, e) {
			fmt.Fprintf(out, "inlined\t%s\t%s\n", nameOf(origin), nameOf(in[0]))
		}
	})
}

// hasCode tells whether anything is left of an inlined copy: Go 1.19 also lists copies that were
// optimised away.
func hasCode(data *dwarf.Data, e *dwarf.Entry) bool {
	ranges, err := data.Ranges(e)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range ranges {
		if r[0] < r[1] {
			return true
		}
	}
	return false
}

// walk visits every entry with the offsets of the subprograms around it, outermost first.
func walk(data *dwarf.Data, visit func(*dwarf.Entry, []dwarf.Offset)) {
	reader := data.Reader()
	var around []dwarf.Offset
	var open []bool
	for {
		entry, err := reader.Next()
		if err != nil {
			log.Fatal(err)
		}
		if entry == nil {
			return
		}
		if entry.Tag == 0 {
			if open[len(open)-1] {
				around = around[:len(around)-1]
			}
			open = open[:len(open)-1]
			continue
		}
		visit(entry, around)
		if entry.Children {
			function := entry.Tag == dwarf.TagSubprogram
			if function {
				around = append(around, entry.Offset)
			}
			open = append(open, function)
		}
	}
}
