// The stores that every test about stores is run over. One with a server is skipped where no server is named (tests/servers).
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "core/base/clock.hpp"
#include "core/runtime/stores.hpp"
#include "temporary_folder.hpp"

namespace backstay::core::store {

constexpr const char* kMemory = "memory:";
constexpr const char* kFile = "sqlite:";

constexpr const char* kRedis = "redis:";

// The URL of a server for tests, or nothing.
inline std::string server_of(const std::string& adapter) {
  const char* const url = adapter == kRedis ? std::getenv("BACKSTAY_TEST_REDIS") : nullptr;
  return url != nullptr ? url : "";
}

inline bool is_there(const std::string& adapter) { return adapter != kRedis || !server_of(adapter).empty(); }

// `adapter` is one of those above. A file lies in the folder; in a server, the folder's name keeps tests apart. A test whose
// server isn't there skips itself, and has a store in memory until then.
inline std::unique_ptr<KeyValueStore> open_adapter(const std::string& adapter, const TemporaryFolder& folder, const Clock& clock) {
  StoreSpec spec{.name = "main", .url = is_there(adapter) ? adapter : kMemory};
  if (adapter == kFile) spec.url += folder.file("store.db");
  if (spec.url == kRedis) {
    spec.url = server_of(adapter);
    spec.options.prefix = std::filesystem::path(folder.file("x")).parent_path().filename();
  }
  return open_store(spec, clock);
}

inline std::string adapter_name(const ::testing::TestParamInfo<const char*>& info) {
  const std::string adapter = info.param;
  return adapter.substr(0, adapter.find(':'));
}

inline auto adapters() {
  return ::testing::Values(kMemory
#ifdef BACKSTAY_SQLITE
                           ,
                           kFile
#endif
#ifdef BACKSTAY_REDIS
                           ,
                           kRedis
#endif
  );
}

}  // namespace backstay::core::store
