// What a guarded call costs in C++, beside the floors of the same run: an empty call, an atomic add, a compare-and-swap, one and two
// readings of the clock. Prints Markdown tables.
#include <atomic>
#include <ctime>

#include "tables.hpp"

namespace {

using bench::keep;

std::atomic<int64_t> word{0};

__attribute__((noinline)) void empty_call() { keep(); }

void read_clock() {
  timespec at{};
  clock_gettime(CLOCK_MONOTONIC, &at);
  keep();
}

// What nothing can beat.
bench::Table floors() {
  return {"floor",
          {
              {"empty call", "",
               [](int64_t calls) {
                 while (calls-- > 0) empty_call();
               }},
              {"atomic add", "",
               [](int64_t calls) {
                 while (calls-- > 0) word.fetch_add(1, std::memory_order_relaxed);
               }},
              {"compare-and-swap", "",
               [](int64_t calls) {
                 int64_t seen = word.load();
                 while (calls-- > 0) word.compare_exchange_strong(seen, seen + 1) ? ++seen : seen;
               }},
              {"one clock reading", "",
               [](int64_t calls) {
                 while (calls-- > 0) read_clock();
               }},
              {"two clock readings", "",
               [](int64_t calls) {
                 while (calls-- > 0) {
                   read_clock();
                   read_clock();
                 }
               }},
          }};
}

}  // namespace

int main() {
  bench::Breakers breakers;
  bench::Patterns patterns;
  bench::Claims claims;
  std::vector<bench::Table> tables{floors(), breakers.table(), patterns.alone(), patterns.together(), patterns.refusals(), claims.table()};
  bench::measure(tables);
  const bench::Case& atomic_add = tables[0].cases[1];
  bench::print(tables, atomic_add);
  breakers.print_scaling(atomic_add);
  patterns.print_scaling(atomic_add);
  bench::print_claims_in_a_file();
  bench::print_breaker_memory();
  bench::print_keyed_memory();
}
