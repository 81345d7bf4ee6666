#include "core/http/retry_after.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <span>

#include "core/base/clock.hpp"
#include "core/base/text.hpp"
#include "core/http/header_lines.hpp"

namespace backstay::core {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;
constexpr int64_t kMaximumSeconds = kRetryAfterMaximumNs / kNsPerSecond;

constexpr std::array<std::string_view, 7> kShortDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 7> kLongDays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct Date {
  int64_t year = 0;
  int64_t month = 0;  // 1 to 12
  int64_t day = 0;
  int64_t hour = 0;
  int64_t minute = 0;
  int64_t second = 0;
};

// Takes a text apart from its start. Once something doesn't fit, nothing fits any more, so the caller asks once, at the end.
class Cursor {
 public:
  explicit Cursor(std::string_view text) noexcept : rest_(text) {}

  bool finished() const noexcept { return fits_ && rest_.empty(); }

  Cursor& literal(std::string_view text) noexcept {
    if (rest_.starts_with(text)) {
      rest_.remove_prefix(text.size());
    } else {
      fits_ = false;
    }
    return *this;
  }

  Cursor& digits(std::size_t count, int64_t& out) noexcept {
    out = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_.empty() || !is_digit(rest_.front())) {
        fits_ = false;
        return *this;
      }
      out = out * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    return *this;
  }

  // A day of the month, as asctime writes it: a space stands for a first digit of 0.
  Cursor& padded_day(int64_t& out) noexcept { return rest_.starts_with(' ') ? literal(" ").digits(1, out) : digits(2, out); }

  // Exactly one of the names; `out` becomes its index.
  Cursor& name(std::span<const std::string_view> names, int64_t& out) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!rest_.starts_with(names[i])) continue;
      out = static_cast<int64_t>(i);
      return literal(names[i]);
    }
    fits_ = false;
    return *this;
  }

  Cursor& month(Date& date) noexcept {
    name(kMonths, date.month);
    ++date.month;
    return *this;
  }

  Cursor& time(Date& date) noexcept { return digits(2, date.hour).literal(":").digits(2, date.minute).literal(":").digits(2, date.second); }

 private:
  std::string_view rest_;
  bool fits_ = true;
};

std::chrono::year_month_day calendar_day(const Date& date) noexcept {
  return std::chrono::year(static_cast<int>(date.year)) / static_cast<int>(date.month) / static_cast<int>(date.day);
}

bool exists(const Date& date) noexcept { return calendar_day(date).ok() && date.hour <= 23 && date.minute <= 59 && date.second <= 60; }

// Seconds since 1970. A day beyond its month's end counts on into the next month.
int64_t seconds_of(const Date& date) noexcept {
  const std::chrono::year_month_day day = calendar_day(date);
  const std::chrono::sys_days first = day.year() / day.month() / 1;
  const int64_t days = first.time_since_epoch().count() + date.day - 1;
  return days * kSecondsPerDay + date.hour * 3600 + date.minute * 60 + date.second;
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
bool read_fixdate(std::string_view text, Date& date) noexcept {
  int64_t weekday = 0;
  return Cursor(text)
      .name(kShortDays, weekday)
      .literal(", ")
      .digits(2, date.day)
      .literal(" ")
      .month(date)
      .literal(" ")
      .digits(4, date.year)
      .literal(" ")
      .time(date)
      .literal(" GMT")
      .finished();
}

// "Sun Nov  6 08:49:37 1994"
bool read_asctime(std::string_view text, Date& date) noexcept {
  int64_t weekday = 0;
  return Cursor(text)
      .name(kShortDays, weekday)
      .literal(" ")
      .month(date)
      .literal(" ")
      .padded_day(date.day)
      .literal(" ")
      .time(date)
      .literal(" ")
      .digits(4, date.year)
      .finished();
}

// "Sunday, 06-Nov-94 08:49:37 GMT": the year is the latest with these two digits that isn't more than 50 years ahead.
bool read_rfc850(std::string_view text, Date& date, int64_t now_seconds) noexcept {
  int64_t weekday = 0;
  int64_t two_digits = 0;
  if (!Cursor(text)
           .name(kLongDays, weekday)
           .literal(", ")
           .digits(2, date.day)
           .literal("-")
           .month(date)
           .literal("-")
           .digits(2, two_digits)
           .literal(" ")
           .time(date)
           .literal(" GMT")
           .finished()) {
    return false;
  }
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(now_seconds)));
  const int this_year = static_cast<int>(std::chrono::year_month_day(today).year());
  date.year = (this_year / 100 + 1) * 100 + two_digits;
  const auto fifty_years_before = [&date] {
    Date before = date;
    before.year -= 50;
    return seconds_of(before);
  };
  while (fifty_years_before() > now_seconds) date.year -= 100;
  return true;
}

int64_t saturated_seconds(std::string_view digits) noexcept {
  int64_t seconds = 0;
  for (const char digit : digits) seconds = std::min(seconds * 10 + (digit - '0'), kMaximumSeconds);
  return seconds;
}

}  // namespace

std::optional<int64_t> parse_retry_after(std::string_view header, int64_t wall_now_ns) noexcept {
  const std::string_view text = without_spaces_around(header);
  if (text.empty()) return std::nullopt;
  if (std::all_of(text.begin(), text.end(), is_digit)) return saturated_seconds(text) * kNsPerSecond;

  const int64_t now_seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::nanoseconds(wall_now_ns)).count();
  Date date;
  const bool is_date = read_fixdate(text, date) || read_rfc850(text, date, now_seconds) || read_asctime(text, date);
  if (!is_date || !exists(date)) return std::nullopt;
  // In seconds first: far dates would not fit into nanoseconds.
  const int64_t wait_seconds = seconds_of(date) - now_seconds;
  if (wait_seconds < 0) return 0;
  if (wait_seconds > kMaximumSeconds) return kRetryAfterMaximumNs;
  // By remainder: the whole seconds of the earliest instants, back in nanoseconds, would not fit.
  const int64_t into_second_ns = (wall_now_ns % kNsPerSecond + kNsPerSecond) % kNsPerSecond;
  return std::clamp(wait_seconds * kNsPerSecond - into_second_ns, int64_t{0}, kRetryAfterMaximumNs);
}

}  // namespace backstay::core
