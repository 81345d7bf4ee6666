#include "core/base/duration.hpp"

#include <array>
#include <limits>

#include "core/base/text.hpp"

namespace backstay::core {
namespace {

struct Unit {
  std::string_view name;
  int64_t ns;
};

constexpr int64_t kMicrosecond = 1'000;
constexpr int64_t kMillisecond = 1'000 * kMicrosecond;
constexpr int64_t kSecond = 1'000 * kMillisecond;
constexpr int64_t kMinute = 60 * kSecond;
constexpr int64_t kHour = 60 * kMinute;

// From the longest to the shortest, the order in which a text may use them.
constexpr std::array<Unit, 7> kUnits{
    {{"d", 24 * kHour}, {"h", kHour}, {"m", kMinute}, {"s", kSecond}, {"ms", kMillisecond}, {"us", kMicrosecond}, {"ns", 1}}};

constexpr std::string_view kTooLong = "is longer than can be counted (292 years)";

bool add(int64_t& total, int64_t count, int64_t unit) noexcept {
  int64_t product = 0;
  return !__builtin_mul_overflow(count, unit, &product) && !__builtin_add_overflow(total, product, &total);
}

// Reads a text from left to right, one number with its unit at a time.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  ParsedDuration read() {
    if (text_.empty()) return fail("is empty");
    if (text_[0] == '-' || text_[0] == '+') return fail("has a sign");
    while (at_ < text_.size()) {
      std::string problem = read_part();
      if (!problem.empty()) return fail(std::move(problem));
    }
    return {total_, {}};
  }

 private:
  static ParsedDuration fail(std::string problem) { return {0, std::move(problem)}; }

  std::string_view take_digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  std::string read_part() {
    const std::string_view whole = take_digits();
    if (whole.empty()) return "is no number with a unit";
    std::string_view decimals;
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      decimals = take_digits();
      if (decimals.empty()) return "has a point without digits after it";
    }
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_digit(text_[at_])) ++at_;
    const std::string_view name = text_.substr(start, at_ - start);
    if (name.empty()) return "has no unit, which nobody remembers; write " + in_quotes(std::string(text_) + "s") + " for seconds";
    return add_part(whole, decimals, name);
  }

  std::string add_part(std::string_view whole, std::string_view decimals, std::string_view name) {
    std::size_t index = 0;
    while (index < kUnits.size() && kUnits[index].name != name) ++index;
    if (index == kUnits.size()) return "has the unknown unit " + in_quotes(name);
    if (index < next_unit_) return "has its units out of order; the longest comes first, each once";
    next_unit_ = index + 1;

    int64_t count = 0;
    for (const char digit : whole) {
      if (!add(count, count, 9) || !add(count, digit - '0', 1)) return std::string(kTooLong);
    }
    if (!add(total_, count, kUnits[index].ns)) return std::string(kTooLong);
    int64_t unit = kUnits[index].ns;
    for (const char digit : decimals) {
      if (digit != '0' && unit % 10 != 0) return "has more decimals than whole nanoseconds";
      unit /= 10;
      if (!add(total_, digit - '0', unit)) return std::string(kTooLong);
    }
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t next_unit_ = 0;
  int64_t total_ = 0;
};

// `ns` in a unit, with as many decimals as it needs.
std::string with_decimals(int64_t ns, int64_t unit, std::string_view name) {
  std::string out = std::to_string(ns / unit);
  std::string decimals;
  for (int64_t rest = ns % unit, tenth = unit / 10; rest > 0; tenth /= 10) {
    decimals += static_cast<char>('0' + rest / tenth);
    rest %= tenth;
  }
  if (!decimals.empty()) (out += '.') += decimals;
  return out.append(name);
}

}  // namespace

ParsedDuration parse_duration(std::string_view text) { return Scanner(text).read(); }

std::string format_duration(int64_t ns) {
  if (ns == 0) return "0s";
  if (ns < kMicrosecond) return with_decimals(ns, 1, "ns");
  if (ns < kMillisecond) return with_decimals(ns, kMicrosecond, "us");
  if (ns < kSecond) return with_decimals(ns, kMillisecond, "ms");
  std::string out;
  if (ns >= kHour) out += std::to_string(ns / kHour) + "h";
  if (ns % kHour >= kMinute) out += std::to_string(ns % kHour / kMinute) + "m";
  if (ns % kMinute != 0) out += with_decimals(ns % kMinute, kSecond, "s");
  return out;
}

std::string format_duration_ms(int64_t ms) { return format_duration(ms * kMillisecond); }

std::string_view duration_pattern() noexcept {
  return "^(?=[0-9])([0-9]+(\\.[0-9]+)?d)?([0-9]+(\\.[0-9]+)?h)?([0-9]+(\\.[0-9]+)?m)?([0-9]+(\\.[0-9]+)?s)?"
         "([0-9]+(\\.[0-9]+)?ms)?([0-9]+(\\.[0-9]+)?us)?([0-9]+(\\.[0-9]+)?ns)?$";
}

}  // namespace backstay::core
