package main

// The exit statuses of the outer contract.
const (
	exitFound = 1 // it ran and found something wrong
	exitUsage = 2 // wrong usage
)

// exitError ends the program with a status. The message is one plain line that says what to do; it
// is empty where everything has been printed already.
type exitError struct {
	code    int
	message string
}

func (e exitError) Error() string { return e.message }
