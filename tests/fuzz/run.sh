#!/usr/bin/env bash
# Builds the fuzz targets with clang, libFuzzer and the sanitizers, and runs each for a fixed number of inputs from a fixed seed.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: tests/fuzz/run.sh [target...]

Targets are config, http, policy and retry_after; without one, all. An input that breaks a target is left in build/fuzz/found and makes the
run fail: repeat it with build/fuzz/tests/fuzz/backstay_fuzz_<target> <file>, and add it to tests/fuzz/corpus once it is understood.

environment
  RUNS   inputs for each target (default: what takes some 20 seconds)
  JOBS   jobs of the build (default: 2)
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$root/build/fuzz
declare -A runs=([config]=30000 [http]=60000 [policy]=60000 [retry_after]=150000)
declare -A longest=([config]=4096 [http]=512 [policy]=512 [retry_after]=128)

fuzz() {
  local target=$1 grown
  # What the fuzzer adds to its corpus goes into a folder that is thrown away; the committed one is only read.
  grown=$(mktemp -d)
  local dictionary=()
  [ ! -f "$root/tests/fuzz/$target.dict" ] || dictionary=(-dict="$root/tests/fuzz/$target.dict")
  "$build/tests/fuzz/backstay_fuzz_$target" -seed=1 -runs="${RUNS:-${runs[$target]}}" -max_len="${longest[$target]}" -timeout=20 -print_final_stats=1 \
    "${dictionary[@]}" -artifact_prefix="$build/found/$target-" "$grown" "$root/tests/fuzz/corpus/$target"
  rm -rf "$grown"
}

# A fuzzer is one thread, so each has a processor of its own; what it said is shown when it has ended.
fuzz_side_by_side() {
  local target found=0
  declare -A running
  for target in "$@"; do
    fuzz "$target" >"$build/$target.log" 2>&1 &
    running[$target]=$!
  done
  for target in "$@"; do
    wait "${running[$target]}" || found=1
    cat "$build/$target.log"
  done
  return "$found"
}

main() {
  case ${1:-} in
    -h | --help)
      usage
      exit 0
      ;;
  esac
  local targets=("$@") target
  [ "${#targets[@]}" -gt 0 ] || targets=(config http policy retry_after)
  cd "$root"
  cmake --preset fuzz
  cmake --build --preset fuzz -j "${JOBS:-2}" --target "${targets[@]/#/backstay_fuzz_}"
  mkdir -p "$build/found"
  fuzz_side_by_side "${targets[@]}"
}

main "$@"
