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
// What only operators ask for, and so is never prepared.
inline constexpr const char* kList =
    "SELECT out_key, out_value, out_fence, out_age_ns, out_left_ns FROM backstay.list_1($1::text, $2::bytea, $3::bytea, $4::bytea, "
    "$5::bigint, $6::bigint)";
inline constexpr int kListParameters = 6;
inline constexpr const char* kSweep = "SELECT backstay.sweep_1($1::bigint, $2::bigint)";
inline constexpr int kSweepParameters = 2;

// Throws Refused; with Status::unsupported where the tables are those of a version that this library can't work with.
Ready make_ready(const std::string& url, const store::ServerOptions& options, const Patience& patience);

// Whether something that lends connections for a transaction stands before the server, as far as that can be seen.
bool has_pooler(Link& link, const Patience& patience);
// Of its tables; 0 where there are none.
int64_t version_of(Link& link, const Patience& patience);
// Brings the tables to what this library knows, whatever the options say. Throws as make_ready does.
void bring_up(Link& link, const Patience& patience);

}  // namespace backstay::core::postgres
