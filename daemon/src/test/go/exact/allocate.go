package main

import "unsafe"

const (
	minSize = 8
	maxSize = 65536
)

// task of the allocating goroutines; set before they start, read by all of them.
var order struct {
	count, size int
	maker       func(worker, count int)
}

// sinks keep what was allocated last reachable, one per goroutine: the compiler can neither drop the
// allocation nor put it on the stack.
var sinks [maxWorkers]struct {
	kept unsafe.Pointer
	_    [56]byte // each on a cache line of its own
}

// allocate makes count heap allocations of size bytes on each goroutine.
func allocate(count, size, workers int, scan bool) {
	order.count, order.size = count, size
	order.maker = makerOf(size, scan)
	launch(workers, func(worker int) { order.maker(worker, order.count) })
	await(&team.ended, workers, nil)
}

// makerOf picks code in which the compiler knows the size, as in most programs: newer versions of Go
// have allocation functions of their own for that. Other sizes are made as slices.
func makerOf(size int, scan bool) func(worker, count int) {
	if scan {
		if maker, known := scanMakers[size]; known {
			return maker
		}
		return makeScanSlices
	}
	if maker, known := noscanMakers[size]; known {
		return maker
	}
	return makeNoscanSlices
}

func makeNoscanSlices(worker, count int) {
	for i := 0; i < count; i++ {
		sinks[worker].kept = unsafe.Pointer(&make([]byte, order.size)[0])
	}
}

func makeScanSlices(worker, count int) {
	for i := 0; i < count; i++ {
		sinks[worker].kept = unsafe.Pointer(&make([]*byte, order.size/8)[0])
	}
}

var noscanMakers = map[int]func(worker, count int){
	8: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([8]byte))
		}
	},
	16: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([16]byte))
		}
	},
	48: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([48]byte))
		}
	},
	80: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([80]byte))
		}
	},
	512: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([512]byte))
		}
	},
	4096: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new([4096]byte))
		}
	},
}

var scanMakers = map[int]func(worker, count int){
	8: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(*byte))
		}
	},
	16: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(struct {
				next *byte
				rest [8]byte
			}))
		}
	},
	48: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(struct {
				next *byte
				rest [40]byte
			}))
		}
	},
	80: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(struct {
				next *byte
				rest [72]byte
			}))
		}
	},
	512: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(struct {
				next *byte
				rest [504]byte
			}))
		}
	},
	4096: func(worker, count int) {
		for i := 0; i < count; i++ {
			sinks[worker].kept = unsafe.Pointer(new(struct {
				next *byte
				rest [4088]byte
			}))
		}
	},
}
