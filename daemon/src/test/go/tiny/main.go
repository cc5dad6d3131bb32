// Tiny is the smallest Go program: the seed of the tests with damaged files.
package main

func main() {
	println("tiny")
}
