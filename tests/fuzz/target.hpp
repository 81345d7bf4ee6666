// What every fuzz target shares: the entry point that libFuzzer and the replay call, and the way to say that something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size);

namespace backstay::fuzz {

// Ends the process, so that a fuzzer keeps the input and a test fails.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace backstay::fuzz
