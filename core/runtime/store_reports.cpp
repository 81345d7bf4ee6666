#include "core/runtime/store_reports.hpp"

#include <nlohmann/json.hpp>

#include "core/store/key_value.hpp"

namespace backstay::core {

namespace {

using Report = nlohmann::ordered_json;

// What a server says may be no UTF-8.
std::string text_of(const Report& report) { return report.dump(-1, ' ', false, Report::error_handler_t::replace); }

Report examined(const std::string& name, store::KeyValueStore& store) {
  Report report{{"store", name}, {"reachable", true}};
  try {
    const store::Examination found = store.examine();
    report["product"] = found.product;
    report["facts"] = Report::object();
    for (const store::Fact& fact : found.facts) report["facts"][fact.name] = fact.value;
    report["warnings"] = found.warnings;
  } catch (const Error& error) {
    report["reachable"] = false;
    report["error"] = error.what();
  }
  return report;
}

}  // namespace

std::string examine_stores(Runtime& runtime) {
  Report stores = Report::array();
  for (const std::string& name : runtime.store_names()) stores.push_back(examined(name, runtime.store(name)));
  return text_of(stores);
}

std::string migrate_store(Runtime& runtime, std::string_view name) {
  const store::Migrated migrated = runtime.store(name).migrate();
  return text_of({{"store", name}, {"from", migrated.from}, {"to", migrated.to}});
}

}  // namespace backstay::core
