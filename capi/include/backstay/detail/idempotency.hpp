// Part of backstay.hpp: idempotency keys.
//
//   auto orders = runtime.idempotency("orders");
//   backstay::Claim claim = orders.claim(key);
//   if (claim.held()) claim.complete(backstay::Answer::json(charge(order)));   // act once
//   else if (claim.status() == BACKSTAY_REPLAY) reply(claim.answer().body);    // answer everybody the same
//
//   std::string receipt = *orders.once(key, [&] { return charge(order); });   // the same, of a function that returns JSON
#ifndef BACKSTAY_DETAIL_IDEMPOTENCY_HPP
#define BACKSTAY_DETAIL_IDEMPOTENCY_HPP

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <typeinfo>
#include <utility>
#include <vector>

#include "backstay/backstay.h"
#include "backstay/detail/errors.hpp"
#include "backstay/detail/permit.hpp"

namespace backstay {

// Why `once` neither called its function nor has a value.

// Somebody else holds the key, for retry_after at most.
class InFlight : public Error {
 public:
  InFlight(const std::string& message, Nanoseconds retry_after) : Error(BACKSTAY_IN_FLIGHT, message), retry_after_(retry_after) {}
  Nanoseconds retry_after() const noexcept { return retry_after_; }

 private:
  Nanoseconds retry_after_;
};
// The key was used for another request.
class KeyMismatch : public Error {
 public:
  explicit KeyMismatch(const std::string& message) : Error(BACKSTAY_MISMATCH, message) {}
};
// The call was made, and its answer was not kept.
class BodyNotKept : public Error {
 public:
  explicit BodyNotKept(const std::string& message) : Error(BACKSTAY_BODY_NOT_KEPT, message) {}
};
// The call was begun and never ended, and may not be made again.
class Abandoned : public Error {
 public:
  explicit Abandoned(const std::string& message) : Error(BACKSTAY_ABANDONED, message) {}
};
// The call was made and failed, which is its answer; what() has that failure's words.
class FailedBefore : public Error {
 public:
  explicit FailedBefore(const std::string& message) : Error(BACKSTAY_REPLAY, message) {}
};
// The call was made, but somebody else had taken the key over by then.
class LostLease : public Error {
 public:
  LostLease() : Error(BACKSTAY_LOST_LEASE, "the key is not the claim's any more") {}
};

// What came of the work that a key stands for. `kind` is a BACKSTAY_ANSWER_*; status_code is that of HTTP, 0 where there is none.
struct Answer {
  int64_t kind = BACKSTAY_ANSWER_VALUE;
  int64_t status_code = 0;
  std::string content_type;
  std::string headers;
  std::string body;

  static Answer json(std::string body) { return {BACKSTAY_ANSWER_VALUE, 0, "application/json", {}, std::move(body)}; }
};

// What a claim may say beside its key. Keys of different scopes are different keys; where both claims of a key gave a fingerprint of their
// request, the fingerprints must agree.
struct ClaimOptions {
  std::string_view scope;
  std::string_view fingerprint;
  std::optional<Nanoseconds> lease;          // as configured where it is empty
  Nanoseconds waited = Nanoseconds::zero();  // since the first try, see Claim::again
};

// What `once` takes beside the key and the function: those of a claim, and which of the function's errors free the key for another try.
struct OnceOptions {
  ClaimOptions claim;
  std::function<bool(const std::exception&)> retryable;  // empty: none
};

// Header fields of an answer, name and value.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

namespace detail {

// As lines. A line feed in a name or value would begin another field, so a carriage return, which is refused, stands for it.
inline std::string lines_of(const HttpHeaders& headers) {
  std::string lines;
  const auto append = [&lines](const std::string& text, const char* end) {
    for (const char c : text) lines += c == '\n' ? '\r' : c;
    lines += end;
  };
  for (const auto& [name, value] : headers) {
    append(name, ": ");
    append(value, "\n");
  }
  return lines;
}

}  // namespace detail

// How a claim ended, and the key where it is held. Dropped without an end it holds the key until its lease runs out.
class Claim {
 public:
  Claim(Claim&& other) noexcept
      : handle_(std::exchange(other.handle_, nullptr)), status_(other.status_), claimed_(other.claimed_), text_(std::move(other.text_)) {}
  Claim& operator=(Claim&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(status_, other.status_);
    std::swap(claimed_, other.claimed_);
    std::swap(text_, other.text_);
    return *this;
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() { backstay_claim_release(handle_); }

  // BACKSTAY_OK and BACKSTAY_TAKEN_OVER: the key is held. BACKSTAY_REPLAY, _BODY_NOT_KEPT, _IN_FLIGHT, _MISMATCH, _ABANDONED.
  backstay_status status() const noexcept { return status_; }
  bool held() const noexcept { return handle_ != nullptr; }
  // Greater than that of every claim before; for resources that refuse who comes late.
  int64_t fence() const noexcept { return claimed_.fence; }
  int64_t takeovers() const noexcept { return claimed_.takeovers; }
  // In flight: until the other lease would run out.
  std::optional<Nanoseconds> retry_after() const noexcept {
    return claimed_.retry_after_ns < 0 ? std::nullopt : std::optional(Nanoseconds(claimed_.retry_after_ns));
  }
  // In flight: claim again after so long, with `waited` raised by it; empty once the configured wait is over.
  std::optional<Nanoseconds> again() const noexcept {
    return claimed_.again_ns <= 0 ? std::nullopt : std::optional(Nanoseconds(claimed_.again_ns));
  }
  // Where the key is not held and there is no answer: why, for people.
  std::string message() const { return part(0, claimed_.message_length); }
  // What the holder before set last.
  std::string recovery_point() const { return part(claimed_.message_length, claimed_.recovery_point_length); }
  // Replay and body not kept: the first caller's answer.
  Answer answer() const {
    const int64_t type = claimed_.message_length + claimed_.recovery_point_length;
    const int64_t headers = type + claimed_.content_type_length;
    const int64_t body = headers + claimed_.headers_length;
    return {claimed_.answer_kind, claimed_.status_code, part(type, claimed_.content_type_length), part(headers, claimed_.headers_length),
            part(body, claimed_.body_length)};
  }

  // Each false where the key is not this claim's any more: somebody took it over, or the claim has ended.
  bool complete(const Answer& answer) {
    return still_held([&](backstay_error* error) {
      return backstay_idempotency_complete(handle_, answer.kind, answer.status_code, detail::data(answer.content_type),
                                           detail::length(answer.content_type), detail::data(answer.headers),
                                           detail::length(answer.headers), detail::data(answer.body), detail::length(answer.body), error);
    });
  }
  // Ends it with a handler's answer, see Idempotency::serve. `headers` are lines `name: value`. By its status the answer is stored, or the
  // key is free, or left as a failure leaves it. `kept`: whether `body` is all of it. False: send the answer all the same.
  bool respond(int64_t status_code, std::string_view headers, std::string_view body, bool kept = true) {
    return still_held([&](backstay_error* error) {
      return backstay_idempotency_respond(handle_, status_code, detail::data(headers), detail::length(headers), detail::data(body),
                                          detail::length(body), kept ? 1 : 0, error);
    });
  }
  bool respond(int64_t status_code, const HttpHeaders& headers, std::string_view body, bool kept = true) {
    return respond(status_code, std::string_view(detail::lines_of(headers)), body, kept);
  }
  // The work failed. Retryable: the next claim acts. Otherwise as configured: the lease runs out, or the failure is the answer.
  bool fail(bool retryable, std::string_view type = {}, std::string_view message = {}) {
    return still_held([&](backstay_error* error) {
      return backstay_idempotency_fail(handle_, retryable ? 1 : 0, detail::data(type), detail::length(type), detail::data(message),
                                       detail::length(message), error);
    });
  }
  // As if it had never been claimed.
  bool release() {
    return still_held([&](backstay_error* error) { return backstay_idempotency_release(handle_, error); });
  }
  // Begins the lease anew; may come from another thread.
  bool heartbeat() {
    return still_held([&](backstay_error* error) { return backstay_idempotency_heartbeat(handle_, error); });
  }
  // Tells whoever takes the key over how far the work has come; begins the lease anew.
  bool set_recovery_point(std::string_view point) {
    return still_held([&](backstay_error* error) {
      return backstay_idempotency_set_recovery_point(handle_, detail::data(point), detail::length(point), error);
    });
  }

 private:
  friend class Idempotency;
  friend class Served;
  Claim(backstay_claim* handle, backstay_status status, const backstay_claimed& claimed, std::string text) noexcept
      : handle_(handle), status_(status), claimed_(claimed), text_(std::move(text)) {}

  std::string part(int64_t from, int64_t length) const {
    return text_.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(length));
  }

  template <class Call>
  bool still_held(Call&& call) {
    if (!held()) return false;
    backstay_error error = BACKSTAY_ERROR_INIT;
    const backstay_status status = call(&error);
    detail::check(status, error);
    return status == BACKSTAY_OK;
  }

  backstay_claim* handle_;
  backstay_status status_;
  backstay_claimed claimed_;
  std::string text_;
};

// A request of HTTP. What is empty is not known; `credentials` are the value of Authorization, a line feed, and the value of Cookie.
struct HttpRequest {
  std::string_view method;
  std::string_view target;                     // path and query
  std::string_view route;                      // the path's pattern
  std::optional<std::string_view> key_header;  // several fields joined by ", "
  std::string_view tenant;
  std::string_view principal;
  std::string_view credentials;
  std::string_view body;
  std::optional<int64_t> declared_length;    // Content-Length
  Nanoseconds waited = Nanoseconds::zero();  // since the first try, see Served::again
};

// What is to be done with a request, made by Idempotency::serve.
class Served {
 public:
  // BACKSTAY_SERVE_PASS: run the handler. _HOLD: run it, then respond. _REPLY: send status_code, headers and body. _AGAIN: pause, serve
  // again.
  int64_t action() const noexcept { return served_.action; }
  // What the claim was told; BACKSTAY_INVALID_ARGUMENT: the request was refused.
  backstay_status status() const noexcept { return static_cast<backstay_status>(served_.status); }
  // Hold: the key, for respond, heartbeats and recovery points.
  Claim& claim() noexcept { return claim_; }
  const Claim& claim() const noexcept { return claim_; }
  bool respond(int64_t status_code, std::string_view headers, std::string_view body, bool kept = true) {
    return claim_.respond(status_code, headers, body, kept);
  }
  bool respond(int64_t status_code, const HttpHeaders& headers, std::string_view body, bool kept = true) {
    return claim_.respond(status_code, headers, body, kept);
  }
  // Again: the pause, by which `waited` is raised.
  std::optional<Nanoseconds> again() const noexcept {
    return served_.again_ns <= 0 ? std::nullopt : std::optional(Nanoseconds(served_.again_ns));
  }
  std::optional<Nanoseconds> retry_after() const noexcept {
    return served_.retry_after_ns < 0 ? std::nullopt : std::optional(Nanoseconds(served_.retry_after_ns));
  }
  // Reply.
  int64_t status_code() const noexcept { return served_.status_code; }
  std::string headers() const { return part(served_.recovery_point_length, served_.headers_length); }
  std::string body() const { return part(served_.recovery_point_length + served_.headers_length, served_.body_length); }

 private:
  friend class Idempotency;
  Served(backstay_claim* held, const backstay_served& served, std::string text)
      : claim_(held, static_cast<backstay_status>(served.status), claimed_of(served), text), served_(served), text_(std::move(text)) {}

  static backstay_claimed claimed_of(const backstay_served& served) noexcept {
    backstay_claimed claimed = BACKSTAY_CLAIMED_INIT;
    claimed.fence = served.fence;
    claimed.takeovers = served.takeovers;
    claimed.recovery_point_length = served.recovery_point_length;
    return claimed;
  }

  std::string part(int64_t from, int64_t length) const {
    return text_.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(length));
  }

  Claim claim_;
  backstay_served served_;
  std::string text_;
};

// A configured idempotency, made by Runtime::idempotency. Copies share the same.
class Idempotency {
 public:
  Idempotency(const Idempotency& other) noexcept : handle_(backstay_idempotency_handle_retain(other.handle_)) {}
  Idempotency(Idempotency&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Idempotency& operator=(Idempotency other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Idempotency() { backstay_idempotency_handle_release(handle_); }

  // Claims a key of 1 to 255 bytes. Throws Error on misuse, and where the store can't be reached or holds what is no record.
  Claim claim(std::string_view key, const ClaimOptions& options = {}) const {
    backstay_claim* held = nullptr;
    backstay_claimed claimed = BACKSTAY_CLAIMED_INIT;
    backstay_status status = BACKSTAY_OK;
    std::string text = detail::text_from([&](backstay_bytes* out, backstay_error* error) {
      status = backstay_idempotency_claim(handle_, detail::data(options.scope), detail::length(options.scope), detail::data(key),
                                          detail::length(key), detail::data(options.fingerprint), detail::length(options.fingerprint),
                                          options.lease ? options.lease->count() : BACKSTAY_UNKNOWN, options.waited.count(), &held,
                                          &claimed, out, error);
      return status;
    });
    return Claim(held, status, claimed, std::move(text));
  }

  // Over HTTP. The name of the request header that holds the key.
  std::string key_header() const { return backstay_idempotency_key_header(handle_); }

  // Bytes of an answer's body that are kept: who buffers it needs no more.
  int64_t maximum_body() const noexcept { return backstay_idempotency_maximum_body(handle_); }

  // Bytes of the body that `serve` wants; 0: the request passes, and there is nothing more to do. Cheap: for every request.
  int64_t wants(std::string_view method, std::optional<std::string_view> key_header) const {
    const int64_t wanted = backstay_idempotency_wants(handle_, detail::data(method), detail::length(method),
                                                      detail::data_or_null(key_header), detail::length_or_zero(key_header));
    if (wanted < 0) throw Error(static_cast<backstay_status>(wanted), "wants: refused");
    return wanted;
  }

  // Decides what is done with a request, and claims its key. Throws Error on misuse; what the store can't do is a reply.
  Served serve(const HttpRequest& request) const {
    backstay_claim* held = nullptr;
    backstay_served served = BACKSTAY_SERVED_INIT;
    std::string text = detail::text_from([&](backstay_bytes* out, backstay_error* error) {
      return backstay_idempotency_serve(
          handle_, detail::data(request.method), detail::length(request.method), detail::data(request.target),
          detail::length(request.target), detail::data(request.route), detail::length(request.route),
          detail::data_or_null(request.key_header), detail::length_or_zero(request.key_header), detail::data(request.tenant),
          detail::length(request.tenant), detail::data(request.principal), detail::length(request.principal),
          detail::data(request.credentials), detail::length(request.credentials), detail::data(request.body), detail::length(request.body),
          request.declared_length.value_or(BACKSTAY_UNKNOWN), request.waited.count(), &held, &served, out, error);
    });
    return Served(held, served, std::move(text));
  }

  // What happens while the store can't be used: refuse (false), run unguarded (true), as configured (empty). Recorded as an event.
  void set_on_unavailable(std::optional<bool> run, std::string_view reason) const {
    backstay_error error = BACKSTAY_ERROR_INIT;
    const int64_t mode = run ? static_cast<int64_t>(*run) : BACKSTAY_UNKNOWN;
    detail::check(backstay_idempotency_set_on_unavailable(handle_, mode, detail::data(reason), detail::length(reason), &error), error);
  }

  // Calls `function` once a key. It returns JSON text, or an empty optional where what it did can't be told: then nobody is told. Gives
  // the value of whichever call was the first. Waits as configured for one that is in flight. Throws InFlight, KeyMismatch, BodyNotKept,
  // Abandoned, FailedBefore, LostLease; the function's own error goes on, and the key is freed where that is retryable.
  template <class Function>
  std::optional<std::string> once(std::string_view key, Function&& function, const OnceOptions& options = {}) const {
    Claim claim = claim_waiting(key, options.claim);
    if (!claim.held()) return value_of(claim);
    std::optional<std::string> value;
    try {
      value = std::forward<Function>(function)();
    } catch (const std::exception& error) {
      claim.fail(options.retryable && options.retryable(error), detail::class_name(typeid(error)), error.what());
      throw;
    } catch (...) {
      claim.fail(false);
      throw;
    }
    Answer answer = Answer::json(value.value_or(std::string()));
    if (!value) answer.kind = BACKSTAY_ANSWER_NOT_KEPT;
    if (!claim.complete(answer)) throw LostLease();
    return value;
  }

  backstay_idempotency* handle() const noexcept { return handle_; }

 private:
  friend class Runtime;

  Claim claim_waiting(std::string_view key, ClaimOptions options) const {
    for (;;) {
      Claim claim = this->claim(key, options);
      const std::optional<Nanoseconds> pause = claim.again();
      if (!pause) return claim;
      if (backstay_idempotency_pass_time(handle_, pause->count()) <= 0) std::this_thread::sleep_for(*pause);
      options.waited += *pause;
    }
  }

  static std::string value_of(const Claim& claim) {
    switch (claim.status()) {
      case BACKSTAY_REPLAY:
        break;
      case BACKSTAY_IN_FLIGHT:
        throw InFlight(claim.message(), claim.retry_after().value_or(Nanoseconds::zero()));
      case BACKSTAY_MISMATCH:
        throw KeyMismatch(claim.message());
      case BACKSTAY_BODY_NOT_KEPT:
        throw BodyNotKept(claim.message());
      case BACKSTAY_ABANDONED:
        throw Abandoned(claim.message());
      default:  // of a library that is newer than this header
        throw Error(claim.status(), claim.message());
    }
    const Answer answer = claim.answer();
    if (answer.kind == BACKSTAY_ANSWER_FAILURE) throw FailedBefore(claim.message());
    return answer.body;
  }

  explicit Idempotency(backstay_idempotency* handle) noexcept : handle_(handle) {}

  backstay_idempotency* handle_;
};

}  // namespace backstay

#endif
