// What a fresh connection goes through before units may use it: the pooler is recognised, the tables are looked at or made.
#pragma once

#include <memory>
#include <string>

#include "core/store/postgres/link.hpp"
#include "core/store/server_options.hpp"

namespace backstay::core::postgres {

// A connection, and how units may use it.
struct Ready {
  std::unique_ptr<Link> link;
  bool prepared;  // the statement is prepared under kStatement
};

inline constexpr const char* kStatement = "backstay_apply_1";
inline constexpr const char* kApply =
    "SELECT out_found, out_fence, out_value, out_age_ns FROM backstay.apply_1($1::text, $2::bytea, $3::integer, $4::bytea, "
    "$5::bigint, $6::boolean, $7::bigint, $8::bigint, $9::integer)";
inline constexpr int kParameters = 9;

// Throws Refused; with Status::unsupported where the tables are those of a version that this library can't work with.
Ready make_ready(const std::string& url, const store::ServerOptions& options, const Patience& patience);

}  // namespace backstay::core::postgres
