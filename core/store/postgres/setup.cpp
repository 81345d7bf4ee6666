#include "core/store/postgres/setup.hpp"

#include <cstdlib>
#include <optional>

#include "core/store/postgres/schema.hpp"

namespace backstay::core::postgres {

namespace {

int64_t number(const Answer& answer, int column) { return std::strtoll(PQgetvalue(answer.get(), 0, column), nullptr, 10); }

// A pooler tells its own process's number for the server's. One that lends a connection for a transaction forgets what was prepared.
bool is_pooled(const Link& link, const Answer& look, store::Pooler pooler) {
  if (pooler != store::Pooler::automatic) return pooler == store::Pooler::transaction;
  return number(look, 0) != PQbackendPID(link.get());
}

// 0 where there are no tables.
int64_t version_of(Link& link, const Answer& look, const Patience& patience) {
  if (PQgetisnull(look.get(), 0, 1) != 0) return 0;
  return number(link.ask("SELECT coalesce(max(version), 0) FROM backstay.migrations", patience), 0);
}

void check_version(int64_t version) {
  if (version <= known_version() + 1) return;
  throw Refused("its tables have version " + std::to_string(version) + "; this version of the library knows those up to " +
                    std::to_string(known_version() + 1),
                {}, Status::unsupported);
}

// The script waits for others that migrate too, and does only what they left.
void migrate(Link& link, int64_t version, bool may, const Patience& patience) {
  if (version >= known_version()) return;
  if (!may) {
    throw Refused("its tables have version " + std::to_string(version) + " and must have " + std::to_string(known_version()) +
                      "; let their owner make them (docs/guides/postgresql.md), or the library with \"migrate\": true",
                  {}, Status::unsupported);
  }
  link.ask(migration_script(), patience);
}

// False where somebody has prepared it before on this very session: then a pooler stands between that hides itself.
bool prepare(Link& link, const Patience& patience) {
  try {
    link.prepare(kStatement, kApply, kParameters, patience);
    return true;
  } catch (const Refused& refused) {
    if (refused.code() != "42P05") throw;
    return false;
  }
}

}  // namespace

bool has_pooler(Link& link, const Patience& patience) {
  return is_pooled(link, link.ask("SELECT pg_backend_pid()", patience), store::Pooler::automatic);
}

int64_t version_of(Link& link, const Patience& patience) {
  return version_of(link, link.ask("SELECT 0, to_regclass('backstay.migrations')", patience), patience);
}

void bring_up(Link& link, const Patience& patience) {
  const int64_t version = version_of(link, patience);
  check_version(version);
  migrate(link, version, true, patience);
}

Ready make_ready(const std::string& url, const store::ServerOptions& options, const Patience& patience) {
  Ready ready{.link = std::make_unique<Link>(url, patience), .prepared = false};
  Link& link = *ready.link;
  const Answer look = link.ask("SELECT pg_backend_pid(), to_regclass('backstay.migrations')", patience);
  const int64_t version = version_of(link, look, patience);
  check_version(version);
  migrate(link, version, options.migrate, patience);
  ready.prepared = !is_pooled(link, look, options.pooler) && prepare(link, patience);
  return ready;
}

}  // namespace backstay::core::postgres
