#include "core/idempotency/http/hygiene.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "core/base/status.hpp"
#include "core/base/text.hpp"
#include "core/http/header_lines.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency::http {

namespace {

// In order, for the search.
constexpr std::array<std::string_view, 29> kNeverStored{
    "age",             // of a cached answer
    "alt-svc",         // of a connection
    "baggage",         // of a trace
    "connection",      // RFC 9110, 7.6.1, with the fields that it names
    "content-length",  // counted anew
    "date",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authentication-info",
    "proxy-authorization",
    "proxy-connection",
    "rate-limit",
    "ratelimit",
    "ratelimit-limit",
    "ratelimit-policy",
    "ratelimit-remaining",
    "ratelimit-reset",
    "server",
    "server-timing",
    "set-cookie",  // a session is one client's, and may be over
    "set-cookie2",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-request-id",
};
static_assert(std::is_sorted(kNeverStored.begin(), kNeverStored.end()));
constexpr std::string_view kRateLimits = "x-ratelimit-";

bool is_dropped(std::string_view name, const Terms& terms) noexcept {
  if (std::binary_search(kNeverStored.begin(), kNeverStored.end(), name) || name.starts_with(kRateLimits)) return true;
  return std::find(terms.drop_headers.begin(), terms.drop_headers.end(), name) != terms.drop_headers.end();
}

// Appends the name in lower case.
std::string_view append_name(std::string& out, std::string_view name) {
  const std::size_t start = out.size();
  for (const char c : name) out += lower_case(c);
  return std::string_view(out).substr(start);
}

void append_value(std::string& out, std::string_view value) { out.append(": ").append(value).append("\n"); }

// The fields that are of the connection, since a Connection field names them.
std::vector<std::string> of_connection(std::string_view lines) {
  std::vector<std::string> names;
  HeaderField field;
  for (HeaderLines rest(lines); rest.next(field);) {
    if (lower_case(field.name) != "connection") continue;
    for (std::string_view list = field.value; !list.empty();) {
      const std::size_t comma = std::min(list.find(','), list.size());
      names.push_back(lower_case(without_spaces_around(list.substr(0, comma))));
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
  }
  return names;
}

}  // namespace

KeptHeaders keep_headers(std::string_view lines, const Terms& terms) {
  KeptHeaders kept;
  const std::vector<std::string> dropped = of_connection(lines);
  const std::string replay_header = lower_case(terms.replay_header);
  HeaderField field;
  for (HeaderLines rest(lines); rest.next(field);) {
    if (!field.problem.empty()) {
      throw Error(Status::invalid_argument, "headers: the field " + in_quotes(field.name) + " is none: " + std::string(field.problem) +
                                                "; allowed: lines `name: value`");
    }
    const std::size_t start = kept.lines.size();
    const std::string_view name = append_name(kept.lines, field.name);
    const bool is_type = name == "content-type" && field.value.size() <= static_cast<std::size_t>(limits::kContentTypeBytes.maximum);
    const bool leave_out =
        is_dropped(name, terms) || name == replay_header || std::find(dropped.begin(), dropped.end(), name) != dropped.end();
    if (is_type && !leave_out) kept.content_type = field.value;
    if (is_type || leave_out) {
      kept.lines.resize(start);
    } else {
      append_value(kept.lines, field.value);
    }
  }
  return kept;
}

void append_replayed(std::string& out, std::string_view lines, const Terms& terms) {
  HeaderField field;
  for (HeaderLines rest(lines); rest.next(field);) {
    if (!field.problem.empty()) continue;
    const std::size_t start = out.size();
    if (is_dropped(append_name(out, field.name), terms)) {
      out.resize(start);
    } else {
      append_value(out, field.value);
    }
  }
}

}  // namespace backstay::core::idempotency::http
