package main

import (
	"debug/buildinfo"
	"debug/dwarf"
	"debug/elf"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// sizeof is the name of the row that holds the size of a structure itself.
const sizeof = "sizeof"

// subject is one binary and what was read from it.
type subject struct {
	name      string // version and architecture
	version   string // such as 1.22
	toolchain string // such as go1.22.12
	cells     []string
	file      *elf.File
	symbols   map[string]elf.Symbol
}

func open(path string, wanted []field) (*subject, error) {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	data, err := file.DWARF()
	if err != nil {
		return nil, err
	}
	all, err := file.Symbols()
	if err != nil {
		return nil, err
	}
	s := &subject{toolchain: info.GoVersion, file: file, symbols: map[string]elf.Symbol{}}
	for _, symbol := range all {
		s.symbols[symbol.Name] = symbol
	}
	structures, err := readStructures(data, wanted)
	if err != nil {
		return nil, err
	}
	for _, w := range wanted {
		cell := absent
		if structure, found := structures[w.structure]; found {
			cell = locate(structure, w.names)
		}
		s.cells = append(s.cells, cell)
	}
	return s, nil
}

// complete fills in what the debugging data lacks. What they have needs no filling in.
func (s *subject) complete(wanted []field, fromCode map[string]string) error {
	for i, w := range wanted {
		cell, known := fromCode[s.version+" "+w.structure+" "+w.names[0]]
		if known && s.cells[i] != absent && s.cells[i] != cell {
			return fmt.Errorf("%s.%s is %s by the debugging data, %s by the code",
				w.structure, w.names[0], s.cells[i], cell)
		}
		if known {
			s.cells[i] = cell
		}
	}
	return nil
}

func readStructures(data *dwarf.Data, wanted []field) (map[string]*dwarf.StructType, error) {
	names := map[string]bool{}
	variables := map[string]string{}
	for _, w := range wanted {
		names[w.structure] = true
		if w.variable != "" {
			variables[w.variable] = w.structure
		}
	}
	unnamed := map[string]*dwarf.StructType{}
	structures := map[string]*dwarf.StructType{}
	for reader := data.Reader(); ; {
		entry, err := reader.Next()
		if err != nil {
			return nil, err
		}
		if entry == nil {
			for name, read := range unnamed {
				if structures[name] == nil {
					structures[name] = read
				}
			}
			return structures, nil
		}
		name, _ := entry.Val(dwarf.AttrName).(string)
		if structure := variables[name]; structure != "" && entry.Tag == dwarf.TagVariable {
			read, err := data.Type(entry.Val(dwarf.AttrType).(dwarf.Offset))
			if err != nil {
				return nil, err
			}
			if read, is := read.(*dwarf.StructType); is {
				unnamed[structure] = read
			}
		}
		if entry.Tag != dwarf.TagStructType || !names[name] || structures[name] != nil {
			continue
		}
		read, err := data.Type(entry.Offset)
		if err != nil {
			return nil, err
		}
		structures[name] = read.(*dwarf.StructType)
	}
}

// locate gives offset:size of the first of these dotted paths that exists.
func locate(structure *dwarf.StructType, paths []string) string {
	for _, path := range paths {
		if path == sizeof {
			return fmt.Sprintf("0:%d", structure.ByteSize)
		}
		if offset, size, found := follow(structure, strings.Split(path, ".")); found {
			return fmt.Sprintf("%d:%d", offset, size)
		}
	}
	return absent
}

func follow(structure *dwarf.StructType, path []string) (offset, size int64, found bool) {
	for _, member := range structure.Field {
		if member.Name != path[0] {
			continue
		}
		if len(path) == 1 {
			return member.ByteOffset, member.Type.Size(), true
		}
		inner := member.Type
		for {
			alias, is := inner.(*dwarf.TypedefType)
			if !is {
				break
			}
			inner = alias.Type
		}
		if nested, is := inner.(*dwarf.StructType); is {
			offset, size, found = follow(nested, path[1:])
			return member.ByteOffset + offset, size, found
		}
	}
	return 0, 0, false
}

func (s *subject) waitReasons() ([]string, error) {
	return s.strings("runtime.waitReasonStrings")
}

// stwReasons is empty for Go before 1.21, which has no numbers for them.
func (s *subject) stwReasons() ([]string, error) {
	if _, found := s.symbols["runtime.stwReasonStrings"]; !found {
		return nil, nil
	}
	return s.strings("runtime.stwReasonStrings")
}

func (s *subject) sizeClasses() ([]string, error) {
	for _, name := range []string{"runtime.class_to_size", "internal/runtime/gc.SizeClassToSize"} {
		symbol, found := s.symbols[name]
		if !found {
			continue
		}
		raw, err := s.read(symbol.Value, symbol.Size)
		if err != nil {
			return nil, err
		}
		var sizes []string
		for ; len(raw) >= 2; raw = raw[2:] {
			sizes = append(sizes, strconv.Itoa(int(s.file.ByteOrder.Uint16(raw))))
		}
		return sizes, nil
	}
	return nil, errors.New("no table of size classes")
}

// strings reads a Go array of strings.
func (s *subject) strings(name string) ([]string, error) {
	symbol, found := s.symbols[name]
	if !found {
		return nil, fmt.Errorf("no symbol %s", name)
	}
	headers, err := s.read(symbol.Value, symbol.Size)
	if err != nil {
		return nil, err
	}
	var all []string
	for ; len(headers) >= 16; headers = headers[16:] {
		at, length := s.file.ByteOrder.Uint64(headers), s.file.ByteOrder.Uint64(headers[8:])
		text, err := s.read(at, length)
		if err != nil {
			return nil, err
		}
		all = append(all, string(text))
	}
	return all, nil
}

func (s *subject) read(address, length uint64) ([]byte, error) {
	if length == 0 {
		return nil, nil
	}
	for _, p := range s.file.Progs {
		if p.Type == elf.PT_LOAD && address >= p.Vaddr && address+length <= p.Vaddr+p.Filesz {
			raw := make([]byte, length)
			_, err := p.ReadAt(raw, int64(address-p.Vaddr))
			return raw, err
		}
	}
	return nil, fmt.Errorf("address %#x is not in the file", address)
}
