// What a guarded call costs in Go, ours and named peers taking turns in one run.
//
//	go run . [-json FILE] [-rounds 15]
//
// The guarded function is empty. A figure is the median of the rounds, in nanoseconds a call, with the bytes that a call allocates.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

// candidate is one way to guard an empty function.
type candidate struct {
	Name string
	call func()
}

// row is what was measured.
type row struct {
	Table       string  `json:"table"`
	Name        string  `json:"name"`
	Goroutines  int     `json:"goroutines"`
	Nanoseconds float64 `json:"ns"`
	Bytes       float64 `json:"bytes"`
}

const calls = 200_000

func main() {
	file := flag.String("json", "", "where to write the figures too")
	rounds := flag.Int("rounds", 15, "how often each candidate has its turn")
	flag.Parse()
	var rows []row
	for _, table := range tables() {
		rows = append(rows, measured(table, 1, *rounds)...)
		if table.parallel {
			rows = append(rows, measured(table, 64, *rounds)...)
		}
	}
	show(rows)
	if *file == "" {
		return
	}
	found := map[string]any{"go": runtime.Version(), "cpus": runtime.NumCPU(), "versions": versions(), "rows": rows}
	text, err := json.MarshalIndent(found, "", "  ")
	if err == nil {
		err = os.WriteFile(*file, append(text, '\n'), 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// measured lets the candidates of a table take turns.
func measured(table table, goroutines, rounds int) []row {
	times := make([][]float64, len(table.candidates))
	bytes := make([]float64, len(table.candidates))
	for range rounds {
		for i, candidate := range table.candidates {
			nanoseconds, allocated := turn(candidate.call, goroutines)
			times[i] = append(times[i], nanoseconds)
			bytes[i] = allocated
		}
	}
	var rows []row
	for i, candidate := range table.candidates {
		slices.Sort(times[i])
		rows = append(rows, row{table.name, candidate.Name, goroutines, times[i][len(times[i])/2], bytes[i]})
	}
	return rows
}

func turn(call func(), goroutines int) (nanoseconds, bytes float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var all sync.WaitGroup
	each := calls / goroutines
	start := time.Now()
	for range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			for range each {
				call()
			}
		}()
	}
	all.Wait()
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	made := float64(each * goroutines)
	return float64(took.Nanoseconds()) / made, float64((after.TotalAlloc - before.TotalAlloc) / uint64(made))
}

// show prints a table with our figure as the unit.
func show(rows []row) {
	unit := map[string]float64{}
	for _, row := range rows {
		key := fmt.Sprint(row.Table, row.Goroutines)
		if _, ok := unit[key]; !ok {
			unit[key] = row.Nanoseconds // ours comes first
			fmt.Printf("\n| %s, goroutines: %d | ns | bytes a call | times ours |\n|---|---:|---:|---:|\n", row.Table, row.Goroutines)
		}
		fmt.Printf("| %s | %.1f | %.0f | %.1f |\n", row.Name, row.Nanoseconds, row.Bytes, row.Nanoseconds/unit[key])
	}
}

// versions are those of the peers.
func versions() map[string]string {
	found := map[string]string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			found[module.Path] = module.Version
		}
	}
	return found
}
