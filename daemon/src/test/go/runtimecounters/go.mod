module example.com/runtimecounters

go 1.19
