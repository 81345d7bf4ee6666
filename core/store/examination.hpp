// What a store tells of itself to who looks after it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace backstay::core::store {

struct Fact {
  std::string name;
  std::string value;
};

struct Examination {
  std::string product;                  // and its version
  std::vector<Fact> facts{};            // such as where it is, and how it makes what it says durable
  std::vector<std::string> warnings{};  // what weakens its promises
};

// The versions of the library's tables, before and after they were brought to what it knows.
struct Migrated {
  int64_t from = 0;
  int64_t to = 0;
};

}  // namespace backstay::core::store
