package main

const bpfSystemCall = 280
