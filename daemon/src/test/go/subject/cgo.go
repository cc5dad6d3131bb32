//go:build withcgo

package main

// int twice(int x) { return 2 * x; }
import "C"

var Twice = C.twice(21)
