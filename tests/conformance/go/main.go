// The Go interpreter of the conformance vectors.
//
//	conformance < vectors.jsonl > observed.jsonl
//
// One vector a line in, one {"id", "steps"} a line out, at once. It drives the public API, and stops calls where they would sleep by the
// same hook that the package's own tests use.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
)

// The longest line: a vector with a long document.
const longest = 64 << 20

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	if err := interpret(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "conformance:", err)
		os.Exit(1)
	}
}

func interpret(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longest)
	written := json.NewEncoder(out)
	for lines.Scan() {
		var vector vector
		if err := json.Unmarshal(lines.Bytes(), &vector); err != nil {
			return err
		}
		if err := written.Encode(observed{vector.ID, run(vector)}); err != nil {
			return err
		}
	}
	return lines.Err()
}
