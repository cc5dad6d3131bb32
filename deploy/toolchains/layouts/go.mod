module graydiff/layouts

go 1.19
