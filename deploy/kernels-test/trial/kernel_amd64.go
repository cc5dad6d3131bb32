package main

const bpfSystemCall = 321
