#include "core/store/postgres/link.hpp"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <climits>
#include <new>
#include <string_view>
#include <utility>

#include "core/base/clock.hpp"

namespace backstay::core::postgres {

namespace {

constexpr std::size_t kCodeLength = 5;

// Starting, stopping, out of room for now, or not reached at all.
bool passes(std::string_view code) {
  return code.empty() || code.starts_with("57P") || code.starts_with("53") || code.starts_with("08") || code.starts_with("40");
}

// Where libpq's verbose words of a refused connection name the code: "FATAL:  28P01: words".
std::size_t find_code(std::string_view words) {
  for (std::size_t at = words.find(":  "); at != std::string_view::npos; at = words.find(":  ", at + 1)) {
    const std::string_view code = words.substr(at + 3, kCodeLength);
    const bool whole = code.size() == kCodeLength && words.substr(at + 3 + kCodeLength).starts_with(": ");
    if (whole && std::ranges::all_of(code, [](unsigned char c) { return std::isdigit(c) != 0 || std::isupper(c) != 0; })) return at + 3;
  }
  return std::string_view::npos;
}

std::string first_line(std::string_view words) {
  std::string line(words.substr(0, words.find('\n')));
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

void replace_all(std::string& words, std::string_view what) {
  constexpr std::string_view shown = "***";
  if (what.empty()) return;
  for (std::size_t at = words.find(what); at != std::string::npos; at = words.find(what, at + shown.size())) {
    words.replace(at, what.size(), shown);
  }
}

// Throws Refused where the time is over, or nobody wants it any more.
void wait_for(const PGconn* handle, short events, const Patience& patience, const char* what) {
  std::array<pollfd, 2> watched{
      {{.fd = PQsocket(handle), .events = events, .revents = 0}, {.fd = patience.stop, .events = POLLIN, .revents = 0}}};
  const int ready = ::poll(watched.data(), watched.size(), poll_ms(patience.until_ns));
  if (watched[1].revents != 0) throw Refused("the store is being closed", {});
  if (ready == 0 || monotonic_ns() >= patience.until_ns) throw Refused(std::string(what) + " took too long", {});
}

}  // namespace

int64_t monotonic_ns() noexcept {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int poll_ms(int64_t until_ns) noexcept {
  if (until_ns == INT64_MAX) return -1;
  const int64_t left_ns = until_ns - monotonic_ns();
  return left_ns <= 0 ? 0 : static_cast<int>(std::min<int64_t>((left_ns + kNsPerMs - 1) / kNsPerMs, INT_MAX));
}

Refused::Refused(const std::string& message, std::string code, Status status)
    : Error(status, message), code_(std::move(code)), lasting_(status != Status::store_unavailable || !passes(code_)) {}

bool Link::reads(const std::string& url) {
  PQconninfoOption* const options = PQconninfoParse(url.c_str(), nullptr);
  PQconninfoFree(options);
  return options != nullptr;
}

// The text parameters are UTF-8, and whoever looks at the server's connections sees whose this one is.
Link::Link(const std::string& url, const Patience& patience) {
  if (!reads(url)) throw Refused("the URL can't be read", {}, Status::invalid_argument);
  const std::array<const char*, 4> names{"dbname", "client_encoding", "fallback_application_name", nullptr};
  const std::array<const char*, 4> values{url.c_str(), "UTF8", "backstay", nullptr};
  handle_.reset(PQconnectStartParams(names.data(), values.data(), 1));
  if (!handle_) throw std::bad_alloc();
  connect(patience);
}

// libpq's own limit is in whole seconds, and for each address.
void Link::connect(const Patience& patience) {
  PGconn* const handle = handle_.get();
  if (PQstatus(handle) == CONNECTION_BAD) throw refusal(nullptr);
  PQsetErrorVerbosity(handle, PQERRORS_VERBOSE);
  PQsetNoticeReceiver(handle, [](void*, const PGresult*) {}, nullptr);
  for (auto next = PGRES_POLLING_WRITING; next != PGRES_POLLING_OK; next = PQconnectPoll(handle)) {
    if (next == PGRES_POLLING_FAILED) throw refusal(nullptr);
    wait_for(handle, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, patience, "connecting");
  }
  PQsetErrorVerbosity(handle, PQERRORS_DEFAULT);
  if (PQsetnonblocking(handle, 1) != 0) throw refusal(nullptr);
}

Answer Link::ask(const std::string& sql, const Patience& patience) {
  if (PQsendQuery(get(), sql.c_str()) == 0) throw refusal(nullptr);
  return answers(patience);
}

void Link::prepare(const char* name, const char* sql, int parameters, const Patience& patience) {
  if (PQsendPrepare(get(), name, sql, parameters, nullptr) == 0) throw refusal(nullptr);
  answers(patience);
}

// The last answer, or the first that is an error.
Answer Link::answers(const Patience& patience) {
  for (int left = PQflush(get()); left != 0; left = PQflush(get())) {
    if (left < 0) throw refusal(nullptr);
    wait_for(get(), POLLOUT, patience, "the server's answer");
  }
  Answer last;
  for (;;) {
    while (PQisBusy(get()) != 0) {
      wait_for(get(), POLLIN, patience, "the server's answer");
      if (PQconsumeInput(get()) == 0) throw refusal(nullptr);
    }
    Answer next(PQgetResult(get()));
    if (!next) break;
    if (!last || PQresultStatus(last.get()) != PGRES_FATAL_ERROR) last = std::move(next);
  }
  if (!last || PQresultStatus(last.get()) == PGRES_FATAL_ERROR) throw refusal(last.get());
  return last;
}

Refused Link::refusal(const PGresult* answer) const {
  if (answer != nullptr) {
    const char* const code = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const char* const words = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
    if (words != nullptr) return Refused(hide(words), code == nullptr ? "" : code);
    return Refused(hide(first_line(PQresultErrorMessage(answer))), {});
  }
  std::string words = PQerrorMessage(get());
  std::string code;
  if (const std::size_t at = find_code(words); at != std::string::npos) {
    code = words.substr(at, kCodeLength);
    words.erase(at, kCodeLength + 2);
  }
  words = hide(first_line(words));
  return Refused(words.empty() ? "the connection was lost" : words, std::move(code));
}

// Neither libpq nor the server should ever repeat a password; this doesn't depend on it.
std::string Link::hide(std::string words) const {
  const char* const password = PQpass(get());
  if (password != nullptr) replace_all(words, password);
  return words;
}

}  // namespace backstay::core::postgres
