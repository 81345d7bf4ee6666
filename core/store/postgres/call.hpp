// An operation as the parameters of a function, and its answer as a result: binary both ways, so that bytes stay bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "core/store/key_value.hpp"
#include "core/store/postgres/link.hpp"
#include "core/store/postgres/setup.hpp"

namespace backstay::core::postgres {

// When an operation happens, and how long it may wait for others.
struct Moment {
  std::optional<int64_t> now_ns;  // since 1970; nothing: the server's own time
  int32_t lock_ms;
};

// Borrows key and operation.
class Call {
 public:
  Call(const store::Key& key, const store::Operation& operation, const Moment& moment);
  // False where libpq has no room for it, or the connection is lost.
  bool send(PGconn* connection, bool prepared) const noexcept;

 private:
  using Number = std::array<char, sizeof(int64_t)>;
  void fill_apply(const store::Key& key, const store::Operation& operation, const Moment& moment) noexcept;
  void fill_list(const store::Key& key, const store::Operation& operation, const Moment& moment);
  void fill_sweep(const store::Operation& operation, const Moment& moment) noexcept;
  void set(std::size_t index, const char* bytes, std::size_t length) noexcept;
  void set_number(std::size_t index, int64_t value, std::size_t length) noexcept;

  const char* sql_ = kApply;
  int count_ = kParameters;
  std::string end_{};  // of a list's keys
  std::array<const char*, kParameters> values_{};
  std::array<int, kParameters> lengths_{};
  std::array<Number, kParameters> numbers_{};
};

// Throws Refused where it is no answer of the operation's function.
store::Result read_result(const store::Operation& operation, const PGresult* answer);

}  // namespace backstay::core::postgres
