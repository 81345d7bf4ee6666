// The stores that every test about stores is run over.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.hpp"
#include "core/runtime/stores.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::store {

constexpr const char* kMemory = "memory:";
constexpr const char* kFile = "sqlite:";
constexpr const char* kRedis = "redis:";

inline auto adapters() {
  std::vector<const char*> all{kMemory};
#ifdef BACKSTAY_SQLITE
  all.push_back(kFile);
#endif
#ifdef BACKSTAY_REDIS
  all.push_back(kRedis);
#endif
  return ::testing::ValuesIn(all);
}

// False where an adapter needs a server that isn't there: its test is skipped then. It isn't where tests/servers/with runs the tests.
inline bool is_there(const std::string& adapter) { return adapter != kRedis || std::getenv("BACKSTAY_TEST_REDIS") != nullptr; }

// A store of one's own: a file in the folder, or keys that begin with the folder's name.
inline StoreSpec spec_in(const std::string& adapter, const TemporaryFolder& folder) {
  StoreSpec spec{.name = "main", .url = adapter};
  if (adapter == kFile) spec.url += folder.file("store.db");
  if (adapter == kRedis) {
    spec.url = std::getenv("BACKSTAY_TEST_REDIS");
    spec.options.prefix = std::filesystem::path(folder.file("x")).parent_path().filename().string();
  }
  return spec;
}

// `adapter` is one of those above. Where it isn't there, one that is: its test is skipped.
inline std::unique_ptr<KeyValueStore> open_adapter(const std::string& adapter, const TemporaryFolder& folder, const Clock& clock) {
  return open_store(spec_in(is_there(adapter) ? adapter : kMemory, folder), clock);
}

inline std::string adapter_name(const ::testing::TestParamInfo<const char*>& info) {
  const std::string adapter = info.param;
  return adapter.substr(0, adapter.find(':'));
}

// What a test over each of the adapters is made of.
class OverStores : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!is_there(GetParam())) GTEST_SKIP() << "no server; tests/servers/with starts it";
  }
};

}  // namespace backstay::core::store
