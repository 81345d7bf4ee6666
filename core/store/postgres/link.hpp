// libpq's connection as an object: made and asked within a time, and what it says without its secrets. One thread at a time.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/status.hpp"

namespace backstay::core::postgres {

// Nanoseconds of the machine's monotonic clock: time limits are real ones, whatever the runtime's clock is.
int64_t monotonic_ns() noexcept;
// From now until then, rounded up, for poll; -1 where it never comes.
int poll_ms(int64_t until_ns) noexcept;

struct FreeAnswer {
  void operator()(PGresult* answer) const noexcept { PQclear(answer); }
};
using Answer = std::unique_ptr<PGresult, FreeAnswer>;

// What the server or libpq said. A lasting refusal is one that trying again soon doesn't change: a wrong password, no such database.
class Refused : public Error {
 public:
  Refused(const std::string& message, std::string code, Status status = Status::store_unavailable);
  // Five letters and digits of the SQL standard; empty where there was no answer.
  const std::string& code() const noexcept { return code_; }
  bool lasting() const noexcept { return lasting_; }

 private:
  std::string code_;
  bool lasting_;
};

// How long something may take, and what ends it before.
struct Patience {
  int64_t until_ns;
  int stop;  // a descriptor that is readable once nobody wants it any more
};

class Link {
 public:
  // Whether libpq can read a URL. What it says where it can't is shown to nobody: it repeats the whole of it.
  static bool reads(const std::string& url);

  // Connects. Throws Refused.
  Link(const std::string& url, const Patience& patience);

  // Runs statements without parameters, one after another, and gives the last one's answer. Throws Refused.
  Answer ask(const std::string& sql, const Patience& patience);
  void prepare(const char* name, const char* sql, int parameters, const Patience& patience);

  PGconn* get() const noexcept { return handle_.get(); }
  // What a result or, where it is null, the connection says is wrong.
  Refused refusal(const PGresult* answer) const;

 private:
  struct Finish {
    void operator()(PGconn* handle) const noexcept { PQfinish(handle); }
  };
  void connect(const Patience& patience);
  Answer answers(const Patience& patience);
  std::string hide(std::string words) const;

  std::unique_ptr<PGconn, Finish> handle_;
};

}  // namespace backstay::core::postgres
