//go:build withcgo

package main

// int graydiff_touch(void) { return 1; }
import "C"

func init() { _ = C.graydiff_touch() }
