#include "core/idempotency/http/reply.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/clock.hpp"
#include "core/http/header_lines.hpp"
#include "core/idempotency/http/hygiene.hpp"

namespace backstay::core::idempotency::http {

namespace {

constexpr std::string_view kTypePrefix = "tag:backstay.dev,2026:problem/";
constexpr std::size_t kHeadersRoom = 128;  // of what is added to those that are stored

// Those that never have a body have no length either (RFC 9110, 8.6).
constexpr bool may_have_length(int64_t status_code) noexcept { return status_code >= 200 && status_code != 204 && status_code != 304; }

void append_length(std::string& headers, int64_t status_code, std::size_t length) {
  if (may_have_length(status_code)) headers.append("content-length: ").append(std::to_string(length)).append("\n");
}

void replace(std::string& text, std::string_view what, std::string_view by) {
  if (const std::size_t at = text.find(what); at != std::string::npos) text.replace(at, what.size(), by);
}

std::string detail_of(Refusal refusal, const Terms& terms) {
  std::string detail(text_of(refusal).detail);
  replace(detail, "{header}", terms.header);
  replace(detail, "{format}", terms.key_format == KeyFormat::uuid ? "a UUID" : "1 to 255 characters of printable ASCII");
  replace(detail, "{maximum}", std::to_string(terms.maximum_request));
  return detail;
}

// "idempotency_in_flight" is the type ".../idempotency-in-flight" with the title "Idempotency in flight".
std::string words_of(std::string_view code, char between) {
  std::string words(code);
  std::replace(words.begin(), words.end(), '_', between);
  return words;
}

std::string title_of(std::string_view code) {
  std::string title = words_of(code, ' ');
  title.front() = 'I';
  return title;
}

}  // namespace

Served replayed(const Answer& answer, const Terms& terms) {
  Served served{.action = ServeAction::reply, .status_code = answer.status_code == 0 ? 200 : answer.status_code};
  std::string& text = served.text;
  text.reserve(answer.content_type.size() + answer.headers.size() + answer.body.size() + terms.replay_header.size() + kHeadersRoom);
  if (!answer.content_type.empty()) text.append("content-type: ").append(answer.content_type).append("\n");
  append_replayed(text, answer.headers, terms);
  append_length(text, served.status_code, answer.body.size());
  for (const char c : terms.replay_header) text += lower_case(c);
  text.append(": true\n");
  served.headers_length = text.size();
  text.append(answer.body);
  return served;
}

Served problem(Refusal refusal, const Terms& terms, int64_t retry_after_ns) {
  const RefusalText& known = text_of(refusal);
  nlohmann::ordered_json body{{"type", std::string(kTypePrefix) + words_of(known.code, '-')},
                              {"title", title_of(known.code)},
                              {"status", known.status_code},
                              {"detail", detail_of(refusal, terms)},
                              {"code", known.code},
                              {"retry", known.retry}};
  Served served{.action = ServeAction::reply, .retry_after_ns = retry_after_ns, .status_code = known.status_code};
  served.text = "content-type: application/problem+json\n";
  if (retry_after_ns >= 0) {
    const int64_t seconds = std::max((retry_after_ns + kNsPerSecond - 1) / kNsPerSecond, int64_t{1});
    body["retry_after"] = seconds;
    served.text.append("retry-after: ").append(std::to_string(seconds)).append("\n");
  }
  const std::string written = body.dump();
  append_length(served.text, known.status_code, written.size());
  served.headers_length = served.text.size();
  served.text += written;
  return served;
}

}  // namespace backstay::core::idempotency::http
