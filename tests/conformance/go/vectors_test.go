package main

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
)

const output = "../../../build/conformance/go.jsonl"

// TestVectors plays every vector and writes what was observed. Whether that is right is for compare.py to say, alike for all languages; a
// vector fails here where it could not be played.
func TestVectors(t *testing.T) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	files, err := filepath.Glob("../vectors/*/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(output), 0o755); err != nil {
		t.Fatal(err)
	}
	written, err := os.Create(output)
	if err != nil {
		t.Fatal(err)
	}
	defer written.Close()
	lines := json.NewEncoder(written)
	for _, file := range files {
		for _, played := range load(t, file) {
			t.Run(played.ID, func(t *testing.T) {
				steps := run(played)
				for number, step := range steps {
					if said, failed := step["interpreter"]; failed {
						t.Errorf("step %d (%s): %v", number+1, played.Steps[number].Call, said)
					}
				}
				if err := lines.Encode(observed{played.ID, steps}); err != nil {
					t.Fatal(err)
				}
			})
		}
	}
}

func load(t *testing.T, file string) []vector {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var theme struct {
		Vectors []vector `json:"vectors"`
	}
	if err := json.Unmarshal(text, &theme); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return theme.Vectors
}
