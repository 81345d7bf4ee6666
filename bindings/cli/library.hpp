// The C interface as the command uses it: answers are JSON, failures are exceptions.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "backstay/backstay.h"

namespace backstay::cli {

using Json = nlohmann::ordered_json;

// A negative status, with the library's words.
class Failure : public std::runtime_error {
 public:
  Failure(backstay_status status, const std::string& message) : std::runtime_error(message), status_(status) {}
  backstay_status status() const noexcept { return status_; }

 private:
  backstay_status status_;
};

std::string version();
Json build_info();
Json schema();
// {"valid": ..., "findings": [...]}
Json check(const std::string& document);

class Keys;

class Runtime {
 public:
  // The file, or where the path is empty $BACKSTAY_CONFIG or ./backstay.json.
  explicit Runtime(const std::string& path);

  Json examine_stores() const;
  Json migrate(const std::string& store) const;
  std::string migration(const std::string& store) const;
  Keys keys(const std::string& idempotency) const;

 private:
  struct Release {
    void operator()(backstay_runtime* runtime) const noexcept { backstay_runtime_release(runtime); }
  };
  std::unique_ptr<backstay_runtime, Release> runtime_;
};

// The keys of one idempotency.
class Keys {
 public:
  explicit Keys(backstay_idempotency* idempotency) noexcept : idempotency_(idempotency) {}

  Json page(const std::string& cursor, int64_t most) const;
  Json show(const std::string& scope, const std::string& key, bool with_body) const;
  // OK, or REPLAY, BODY_NOT_KEPT: it was completed, and only a key in flight was to go.
  backstay_status remove(const std::string& scope, const std::string& key, bool any) const;
  int64_t sweep(int64_t most) const;

 private:
  struct Release {
    void operator()(backstay_idempotency* idempotency) const noexcept { backstay_idempotency_handle_release(idempotency); }
  };
  std::unique_ptr<backstay_idempotency, Release> idempotency_;
};

}  // namespace backstay::cli
