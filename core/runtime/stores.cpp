#include "core/runtime/stores.hpp"

#include "core/runtime/configuration_limits.hpp"
#include "core/store/memory/memory_store.hpp"

namespace backstay::core {

namespace {

constexpr std::string_view kMemory = "memory:";
constexpr std::string_view kAllowed = "\"memory:\"";

}  // namespace

std::optional<StoreSpec> read_store(const std::string& name, const ConfigReader& shown) {
  const ConfigReader value = shown.hidden();
  value.check_name(name, limits::kStoreNameBytes.maximum);
  const auto url = value.as_text(limits::kStoreUrlBytes);
  if (!url) return std::nullopt;
  if (*url != kMemory) {
    value.error("is no store that this version knows", std::string(kAllowed));
    return std::nullopt;
  }
  return StoreSpec{.name = name, .url = *url};
}

schema::Json store_schema() {
  schema::Json store =
      schema::text("Where a store is. memory: keeps everything in this process, which alone sees it and with which it ends.");
  store["pattern"] = "^memory:$|\\$\\{";
  return store;
}

std::unique_ptr<store::KeyValueStore> open_store(const StoreSpec&, const Clock& clock) {
  return std::make_unique<memory::MemoryStore>(clock);
}

}  // namespace backstay::core
