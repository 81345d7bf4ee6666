package backstay_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A stranger's module, which knows this one by a single replace path.
const (
	strangersModule = "module example.com/stranger\n\ngo 1.24\n\nrequire github.com/backstay-dev/backstay-go v0.0.0\n\nreplace github.com/backstay-dev/backstay-go => "

	strangersProgram = `package main

import (
	"context"
	"fmt"

	"github.com/backstay-dev/backstay-go"
)

func main() {
	runtime, err := backstay.New([]byte(` + "`" + `{"policies": {"p": {"circuit_breaker": "standard"}}}` + "`" + `))
	if err != nil {
		panic(err)
	}
	policy, err := runtime.Policy("p")
	if err != nil {
		panic(err)
	}
	value, err := backstay.Do(context.Background(), policy, func(context.Context) (int, error) { return 42, nil })
	_, missing := runtime.Policy("q")
	fmt.Println(value, err, missing)
}
`
)

// stranger makes the module in a folder of its own.
func stranger(t *testing.T) string {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for name, text := range map[string]string{"go.mod": strangersModule + here + "\n", "main.go": strangersProgram} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// run runs a command there, without a network and with no more of a compiler than gcc.
func run(folder string, environment []string, command ...string) (string, error) {
	started := exec.Command(command[0], command[1:]...)
	started.Dir = folder
	started.Env = append(append(os.Environ(), "GOPROXY=off", "GOFLAGS=", "GOWORK=off", "CC=gcc", "CXX=false"), environment...)
	written, err := started.CombinedOutput()
	return string(written), err
}

func TestAStrangersModuleBuilds(t *testing.T) {
	for name, steps := range map[string][][]string{
		"by the replace path": {{"go", "build", "-o", "program", "."}},
		"vendored":            {{"go", "mod", "vendor"}, {"go", "build", "-mod=vendor", "-o", "program", "."}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := stranger(t)
			for _, step := range append(steps, []string{"./program"}) {
				text, err := run(folder, []string{"CGO_ENABLED=1"}, step...)
				if err != nil {
					t.Fatalf("%v: %v\n%s", step, err, text)
				}
				if step[0] == "./program" && !strings.HasPrefix(text, "42 <nil> backstay: ") {
					t.Errorf("the program said %q", text)
				}
			}
			text, err := run(folder, nil, "ldd", "program")
			if err != nil || strings.Contains(text, "stdc++") || strings.Contains(text, "crypto") || strings.Contains(text, "libgcc") {
				t.Errorf("%v: the program needs more than the C library:\n%s", err, text)
			}
		})
	}
}

func TestABuildWithoutCgoFailsInWords(t *testing.T) {
	text, err := run(stranger(t), []string{"CGO_ENABLED=0"}, "go", "build", "-o", "program", ".")
	if err == nil || !strings.Contains(text, "backstay_needs_cgo__build_with_CGO_ENABLED_1") {
		t.Errorf("%v\n%s", err, text)
	}
}

// No compiler for another platform is needed to see which files it would compile.
func TestAnUnknownPlatformFailsInWords(t *testing.T) {
	const remedy = "unsupported_platform.go"
	for platform, wanted := range map[string]bool{"freebsd/amd64": true, "linux/s390x": true, "darwin/arm64": true, "linux/amd64": false, "linux/arm64": false} {
		system, machine, _ := strings.Cut(platform, "/")
		text, err := run(stranger(t), []string{"CGO_ENABLED=1", "GOOS=" + system, "GOARCH=" + machine},
			"go", "list", "-f", "{{.GoFiles}}", "github.com/backstay-dev/backstay-go/internal/flat")
		if err != nil || strings.Contains(text, remedy) != wanted {
			t.Errorf("%s: %v\n%s", platform, err, text)
		}
	}
}

func TestTheArchiveShowsNothingButItsWrappers(t *testing.T) {
	archives, err := filepath.Glob("internal/flat/libbackstay_*.a")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archive: %v", err)
	}
	for _, archive := range archives {
		text, err := exec.Command("nm", "--extern-only", "--defined-only", "--format=posix", archive).Output()
		if err != nil {
			t.Fatal(err)
		}
		shown := 0
		for line := range strings.Lines(string(text)) {
			name, _, symbol := strings.Cut(line, " ")
			if !symbol {
				continue
			}
			shown++
			if !strings.HasPrefix(name, "_wrap_") {
				t.Errorf("%s shows %s", archive, name)
			}
		}
		if shown == 0 {
			t.Errorf("%s shows nothing", archive)
		}
	}
}
