// Uses the installed library from C++: three failures in a row, then a rejection that says when to come back.
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <backstay/backstay.hpp>

int main() {
  const char* file = "consumer-backstay.json";
  std::ofstream(file) << R"({"version": 1, "policies": {"payments": {"circuit_breaker": {"consecutive_failures": 3}}}})";
  backstay::Runtime runtime{file};
  std::remove(file);
  auto payments = runtime.policy("payments");
  int failed = 0;
  for (int i = 0; i < 3; ++i) {
    try {
      payments.call([]() -> int { throw std::runtime_error("no connection"); });
    } catch (const std::runtime_error&) {
      ++failed;
    }
  }
  try {
    payments.call([] { return 1; });
  } catch (const backstay::CircuitOpen& refused) {
    std::printf("%d calls failed, then: %s\n", failed, refused.what());
    return failed == 3 ? 0 : 1;
  }
  std::puts("the breaker did not open");
  return 1;
}
