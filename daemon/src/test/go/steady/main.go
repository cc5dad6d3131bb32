// Steady allocates at a constant rate, or parks for times of a known distribution, until its standard
// input closes: what is measured in a part of the time can be held against the whole.
//
//	steady allocate        20,000 objects a second, of four sizes that are size classes
//	steady explode         the same, until it is told to: then as fast as it can, on two threads
//	steady park            400 goroutines that sleep from 1 ms to 2 s, the logarithm uniform
package main

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand"
	"os"
	"time"
)

const (
	objectsPerSecond = 20000
	sleepers         = 400
	shortest         = time.Millisecond
	longest          = 2 * time.Second
)

var kept [4][]byte

func allocate() {
	began := time.Now()
	for made := 0; ; time.Sleep(time.Millisecond) {
		due := int(time.Since(began).Seconds() * objectsPerSecond)
		for ; made < due; made++ {
			switch made % 4 {
			case 0:
				kept[0] = make([]byte, 64)
			case 1:
				kept[1] = make([]byte, 256)
			case 2:
				kept[2] = make([]byte, 1024)
			case 3:
				kept[3] = make([]byte, 4096)
			}
		}
	}
}

func explode() {
	for {
		kept[0] = make([]byte, 64)
	}
}

func park(seed int64) {
	random := rand.New(rand.NewSource(seed))
	span := math.Log(float64(longest) / float64(shortest))
	for {
		time.Sleep(time.Duration(float64(shortest) * math.Exp(random.Float64()*span)))
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "use: steady allocate|explode|park")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "allocate", "explode":
		go allocate()
	case "park":
		for i := 0; i < sleepers; i++ {
			go park(int64(i))
		}
	}
	fmt.Println("ready")
	told := bufio.NewReader(os.Stdin)
	if _, err := told.ReadString('\n'); err == nil {
		go explode()
		go explode()
	}
	io.Copy(io.Discard, told)
}
