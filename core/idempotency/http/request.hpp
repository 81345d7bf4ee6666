// A request of HTTP, as its adapter hands it over: any bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace backstay::core::idempotency::http {

struct Request {
  std::string_view method{};
  std::string_view target{};                     // path and query
  std::string_view route{};                      // the path's pattern; empty: the path
  std::optional<std::string_view> key_header{};  // nothing: absent
  std::string_view tenant{};                     // empty: none
  std::string_view principal{};                  // empty: not known
  std::string_view credentials{};                // Authorization, a line feed, Cookie
  std::string_view body{};                       // or more of it than is taken
  int64_t declared_length = -1;                  // -1: not declared
  int64_t waited_ns = 0;                         // since the first try
};

}  // namespace backstay::core::idempotency::http
