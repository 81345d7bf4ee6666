module github.com/backstay-dev/backstay-go

go 1.24
