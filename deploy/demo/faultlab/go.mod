module example.com/faultlab

go 1.19
