#include <cstdlib>

#include "core/base/text.hpp"
#include "core/store/clock_offset.hpp"
#include "core/store/postgres/postgres_store.hpp"
#include "core/store/postgres/schema.hpp"

namespace backstay::core::postgres {

namespace {

// Nobody calls it off.
Patience patience_of(const store::ServerOptions& options) {
  return {.until_ns = monotonic_ns() + (options.connect_timeout_ms + options.timeout_ms) * kNsPerMs, .stop = -1};
}

std::string ask(Link& link, const char* sql, const Patience& patience) {
  const Answer answer = link.ask(sql, patience);
  return PQntuples(answer.get()) > 0 ? PQgetvalue(answer.get(), 0, 0) : "";
}

// So many are counted, since counting all of a large table takes long. Empty where we may not look.
std::string entries(Link& link, const Patience& patience) {
  if (ask(link, "SELECT has_table_privilege('backstay.entries', 'SELECT')", patience) != "t") return {};
  const std::string count = ask(link, "SELECT count(*) FROM (SELECT FROM backstay.entries LIMIT 100001) e", patience);
  return count == "100001" ? "more than 100000" : count;
}

void judge_settings(Link& link, const Patience& patience, store::Examination& examination) {
  for (const char* const setting : {"fsync", "full_page_writes", "synchronous_commit"}) {
    const std::string value = ask(link, (std::string("SHOW ") + setting).c_str(), patience);
    examination.facts.push_back({setting, value});
    if (value != "off") continue;
    // The library's own function commits durably all the same.
    if (std::string_view(setting) == "synchronous_commit") continue;
    examination.warnings.push_back(std::string(setting) + " is off: a crash of the machine loses what was committed");
  }
  if (ask(link, "SELECT pg_is_in_recovery()", patience) == "t")
    examination.warnings.emplace_back("the server is a standby, which takes no writes");
}

void judge_tables(Link& link, const Patience& patience, store::Examination& examination) {
  const int64_t version = version_of(link, patience);
  if (version < known_version()) {
    examination.warnings.push_back("its tables have version " + std::to_string(version) + "; this library wants " +
                                   std::to_string(known_version()) + ": migrate");
  }
  if (version == 0) return;
  examination.facts.push_back({"tables", "version " + std::to_string(version)});
  if (const std::string count = entries(link, patience); !count.empty()) examination.facts.push_back({"entries", count});
}

// What libpq said, with the store's name before it.
template <class Function>
auto named(const Target& target, Function&& function) {
  try {
    return function();
  } catch (const Refused& refused) {
    throw Error(refused.status(), "store " + in_quotes(target.name) + ": PostgreSQL: " + refused.what());
  }
}

}  // namespace

store::Examination PostgresStore::examine() {
  return named(target_, [&] {
    const Patience patience = patience_of(target_.options);
    Link link(target_.url, patience);
    store::Examination examination{.product = "PostgreSQL " + ask(link, "SHOW server_version", patience)};
    examination.facts.push_back({"database", ask(link, "SELECT current_database()", patience)});
    examination.facts.push_back({"role", ask(link, "SELECT current_user", patience)});
    examination.facts.push_back({"pooler", has_pooler(link, patience) ? "lends connections for a transaction" : "none seen"});
    examination.facts.push_back({"tls", PQsslInUse(link.get()) == 1 ? "yes" : "no"});
    judge_settings(link, patience, examination);
    judge_tables(link, patience, examination);
    const int64_t before_ns = store::wall_now_ns();
    const std::string server = ask(link, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint * 1000", patience);
    store::add_clock(std::strtoll(server.c_str(), nullptr, 10), before_ns, store::wall_now_ns(), examination);
    return examination;
  });
}

store::Migrated PostgresStore::migrate() {
  return named(target_, [&] {
    const Patience patience = patience_of(target_.options);
    Link link(target_.url, patience);
    const int64_t from = version_of(link, patience);
    bring_up(link, patience);
    return store::Migrated{.from = from, .to = std::max(from, known_version())};
  });
}

std::string PostgresStore::migration_script() const { return postgres::migration_script(); }

}  // namespace backstay::core::postgres
