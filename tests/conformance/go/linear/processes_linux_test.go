package linear

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"unsafe"
)

const processes = 2

// TestMain is also where a process begins that is a crew of its own: "crew", the store, the number of its first client, and the seed.
func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == "crew" {
		if err := workAlone(os.Args[2], os.Args[3], os.Args[4]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// monotonic reads CLOCK_MONOTONIC, which is the machine's: what processes read can be compared.
func monotonic() int64 {
	const clock = 1
	var now syscall.Timespec
	if _, _, failed := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clock, uintptr(unsafe.Pointer(&now)), 0); failed != 0 {
		panic(failed)
	}
	return now.Nano()
}

// workAlone says that it is ready, waits for the end of its input, then plays and writes what its clients saw.
func workAlone(store, first, seed string) error {
	runtime, orders, err := over(store)
	if err != nil {
		return err
	}
	defer runtime.Close()
	members := &crew{orders: orders, size: clients / processes, now: monotonic}
	if members.first, err = strconv.Atoi(first); err != nil {
		return err
	}
	if members.seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return err
	}
	lines := json.NewEncoder(os.Stdout)
	if err := lines.Encode("ready"); err != nil {
		return err
	}
	if _, err := io.ReadAll(os.Stdin); err != nil {
		return err
	}
	history, err := members.play()
	if err != nil {
		return err
	}
	return lines.Encode(history)
}

// worker is a process that plays.
type worker struct {
	process *exec.Cmd
	begin   io.Closer
	said    *json.Decoder
}

func start(t *testing.T, store string, number int, seed uint64) *worker {
	t.Helper()
	process := exec.Command(os.Args[0], "crew", store, strconv.Itoa(number*clients/processes), strconv.FormatUint(seed, 10))
	process.Env = append(os.Environ(), "GORACE="+os.Getenv("GORACE")+" atexit_sleep_ms=0") // else each sleeps for a second at its end
	process.Stderr = os.Stderr
	begin, err := process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = process.Process.Kill() }) // where the test didn't come to its end
	return &worker{process, begin, json.NewDecoder(output)}
}

func hear[Said any](t *testing.T, w *worker) (said Said) {
	t.Helper()
	if err := w.said.Decode(&said); err != nil {
		t.Fatalf("a process left: %v", err)
	}
	return said
}

func observeProcesses(t *testing.T, seed uint64) (history []event) {
	t.Helper()
	store := fileOf(t)
	var workers []*worker
	for number := range processes {
		workers = append(workers, start(t, store, number, seed))
	}
	for _, w := range workers {
		hear[string](t, w)
	}
	for _, w := range workers {
		_ = w.begin.Close()
	}
	for _, w := range workers {
		history = append(history, hear[[]event](t, w)...)
		if err := w.process.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	return history
}

func TestHistoriesOfProcessesAreLinearizable(t *testing.T) {
	seen := tally{}
	for seed := range uint64(10) {
		history := observeProcesses(t, seed)
		judge(t, seed, history)
		seen.add(history)
	}
	seen.judge(t)
}
