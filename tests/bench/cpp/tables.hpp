// The parts of the C++ bench. Each holds the policies that its cases guard.
#pragma once

#include "bench.hpp"

namespace bench {

class Breakers {
 public:
  Breakers();
  Table table();
  void print_scaling(const Case& one_word);

 private:
  backstay::Runtime runtime_;
};

class Patterns {
 public:
  Patterns();
  Table alone();
  Table together();
  Table refusals();
  void print_scaling(const Case& one_word);

 private:
  backstay::Runtime runtime_;
};

class Claims {
 public:
  Claims();
  Table table();

 private:
  backstay::Runtime runtime_;
};

void print_claims_in_a_file();
void print_breaker_memory();
void print_keyed_memory();

}  // namespace bench
