// The PostgreSQL server that tests/servers/with has started for the tests, and databases of a test's own in it.
#pragma once

#include <libpq-fe.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

namespace backstay::core::postgres {

constexpr const char* kServer = "BACKSTAY_TEST_POSTGRESQL";
constexpr const char* kPooler = "BACKSTAY_TEST_PGBOUNCER";

// The server's URL with another database. A test without its server fails: none is left out unseen.
inline std::string url_of(const char* variable, const std::string& database) {
  const char* const url = std::getenv(variable);
  if (url == nullptr) throw std::runtime_error(std::string(variable) + " isn't set: run the tests by tests/servers/with");
  const std::string whole = url;
  return whole.substr(0, whole.rfind('/') + 1) + database;
}

// A connection of the test's own, as a superuser.
class Session {
 public:
  explicit Session(const std::string& url) : handle_(PQconnectdb(url.c_str()), PQfinish) {
    PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
    if (PQstatus(handle_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle_.get()));
  }
  // The first value of the last statement's rows; empty where there are none.
  std::string run(const std::string& sql) {
    const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(handle_.get(), sql.c_str()), PQclear);
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) throw std::runtime_error(PQresultErrorMessage(result.get()));
    return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
  }

 private:
  std::unique_ptr<PGconn, void (*)(PGconn*)> handle_;
};

// A database that is there after this, and stays until the server goes.
inline void make_database(const std::string& name) {
  Session session(url_of(kServer, "postgres"));
  if (session.run("SELECT 1 FROM pg_database WHERE datname = '" + name + "'").empty()) {
    session.run("CREATE DATABASE \"" + name + "\" TEMPLATE template0");
  }
}

}  // namespace backstay::core::postgres
