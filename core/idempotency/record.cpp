#include "core/idempotency/record.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/cbor_writer.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/limits.hpp"

namespace backstay::core::idempotency {

namespace {

// Raised when an older version would misread what a newer one wrote. Keys that aren't known are for newer versions.
constexpr int64_t kFormat = 1;
// Deeper than anything that a version will write; and whoever reads strangers' bytes must not recurse as deep as they like.
constexpr int kDeepest = 8;

enum class Member : uint32_t {
  format,
  done,
  claim,
  fingerprint,
  lease_ns,
  takeovers,
  recovery_point,
  kind,  // the first of an answer
  status_code,
  content_type,
  headers,
  body,
  unknown,
};
constexpr auto kMembers = static_cast<std::size_t>(Member::unknown);
constexpr std::array<std::string_view, kMembers> kNames{"format",         "done", "claim",       "fingerprint",  "lease_ns", "takeovers",
                                                        "recovery_point", "kind", "status_code", "content_type", "headers",  "body"};

constexpr uint32_t bit(Member member) { return uint32_t{1} << static_cast<uint32_t>(member); }
constexpr uint32_t kEvery = bit(Member::unknown) - 1;
constexpr uint32_t kInFlight = bit(Member::kind) - 1;

std::string_view name_of(Member member) { return kNames[static_cast<std::size_t>(member)]; }

// Takes the members as the JSON library comes to them; false stops it.
class Reader final : public nlohmann::json_sax<nlohmann::json> {
 public:
  // The record, where every member was there and in its range.
  std::optional<Record> record() && {
    const uint32_t needed = record_.done ? kEvery : kInFlight;
    if ((seen_ & needed) != needed) return std::nullopt;
    if (!record_.done) record_.answer = {};
    return std::move(record_);
  }

  bool start_object(std::size_t) override { return deeper(); }
  bool end_object() override { return shallower(); }
  bool start_array(std::size_t) override { return depth_ > 0 && deeper(); }
  bool end_array() override { return shallower(); }
  bool key(std::string& name) override {
    if (depth_ == 1) member_ = static_cast<Member>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin());
    return true;
  }

  bool null() override { return unknown(); }
  bool boolean(bool) override { return unknown(); }
  bool number_float(double, const std::string&) override { return unknown(); }
  bool number_unsigned(uint64_t value) override {
    return value <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) ? number_integer(static_cast<int64_t>(value)) : unknown();
  }

  bool number_integer(int64_t value) override {
    int64_t flag = 0;
    switch (member_) {
      case Member::format:
        return take(flag, value, kFormat, kFormat);
      case Member::done:
        record_.done = value == 1;
        return take(flag, value, 0, 1);
      case Member::lease_ns:
        return take(record_.lease_ns, value, 1);
      case Member::takeovers:
        return take(record_.takeovers, value, 0);
      case Member::kind:
        record_.answer.kind = static_cast<AnswerKind>(value);
        return take(flag, value, 0, static_cast<int64_t>(AnswerKind::not_kept));
      case Member::status_code:
        return take(record_.answer.status_code, value, 0, limits::kStatusCode.maximum);
      default:
        return unknown();
    }
  }

  bool string(std::string& value) override {
    switch (member_) {
      case Member::recovery_point:
        return is_utf8(value) && take(record_.recovery_point, value);
      case Member::content_type:
        return is_utf8(value) && take(record_.answer.content_type, value);
      case Member::headers:
        return is_utf8(value) && take(record_.answer.headers, value);
      default:
        return unknown();
    }
  }

  bool binary(nlohmann::json::binary_t& value) override {
    switch (member_) {
      case Member::claim:
        return take(record_.claim, value);
      case Member::fingerprint:
        return take(record_.fingerprint, value);
      case Member::body:
        return take(record_.answer.body, value);
      default:
        return unknown();
    }
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

 private:
  // What a newer version added is passed over, down to its depth; a member that is known is none of these.
  bool unknown() const noexcept { return depth_ > 0 && member_ == Member::unknown; }
  bool deeper() noexcept { return (depth_ == 0 || member_ == Member::unknown) && ++depth_ <= kDeepest; }
  bool shallower() noexcept {
    --depth_;
    return true;
  }

  void saw() noexcept { seen_ |= bit(member_); }
  bool take(int64_t& out, int64_t value, int64_t lowest, int64_t highest = std::numeric_limits<int64_t>::max()) noexcept {
    out = value;
    saw();
    return value >= lowest && value <= highest;
  }
  bool take(std::string& out, std::string& value) noexcept {
    out.swap(value);
    saw();
    return true;
  }
  bool take(std::string& out, const nlohmann::json::binary_t& value) {
    out.assign(value.begin(), value.end());
    saw();
    return true;
  }

  Record record_;
  Member member_ = Member::unknown;
  uint32_t seen_ = 0;
  int depth_ = 0;
};

class Writer {
 public:
  explicit Writer(std::string& out) noexcept : cbor_(out) {}

  void number(Member member, int64_t value) {
    cbor_.text(name_of(member));
    cbor_.unsigned_number(static_cast<uint64_t>(value));
  }
  void text(Member member, std::string_view value) {
    cbor_.text(name_of(member));
    cbor_.text(value);
  }
  void bytes(Member member, std::string_view value) {
    cbor_.text(name_of(member));
    cbor_.bytes(value);
  }
  void begin(std::size_t members) { cbor_.map(members); }

 private:
  CborWriter cbor_;
};

void write(Writer& out, const Answer& answer) {
  out.number(Member::kind, static_cast<int64_t>(answer.kind));
  out.number(Member::status_code, answer.status_code);
  out.text(Member::content_type, answer.content_type);
  out.text(Member::headers, answer.headers);
  out.bytes(Member::body, answer.body);
}

}  // namespace

std::string encode(const Record& record) {
  constexpr std::size_t kNamesAndNumbers = 192;
  std::string bytes;
  bytes.reserve(kNamesAndNumbers + record.claim.size() + record.fingerprint.size() + record.recovery_point.size() +
                record.answer.content_type.size() + record.answer.headers.size() + record.answer.body.size());
  Writer out(bytes);
  out.begin(record.done ? kMembers : static_cast<std::size_t>(Member::kind));
  out.number(Member::format, kFormat);
  out.number(Member::done, record.done ? 1 : 0);
  out.bytes(Member::claim, record.claim);
  out.bytes(Member::fingerprint, record.fingerprint);
  out.number(Member::lease_ns, record.lease_ns);
  out.number(Member::takeovers, record.takeovers);
  out.text(Member::recovery_point, record.recovery_point);
  if (record.done) write(out, record.answer);
  return bytes;
}

std::optional<Record> decode(std::string_view bytes) {
  Reader reader;
  if (!nlohmann::json::sax_parse(bytes, &reader, nlohmann::json::input_format_t::cbor)) return std::nullopt;
  return std::move(reader).record();
}

}  // namespace backstay::core::idempotency
