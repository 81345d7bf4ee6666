#include "core/base/config_document.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/text.hpp"

namespace backstay::core {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' || c == '$';
}

std::string place(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = newline == std::string_view::npos ? offset + 1 : offset - newline;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// True where `offset` lies in a word that begins like nan or inf, in any case.
bool is_not_a_number(std::string_view text, std::size_t offset) noexcept {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  std::size_t start = offset;
  while (start > 0 && is_letter(text[start - 1])) --start;
  std::string word(text.substr(start, 3));
  for (char& c : word) c = static_cast<char>(c | 0x20);
  return word == "nan" || word == "inf";
}

// What people write who expect more of JSON than it has.
std::string_view hint(std::string_view text, std::size_t offset) noexcept {
  if (offset >= text.size()) return "; it ends too early";
  if (is_not_a_number(text, offset)) return "; JSON has no NaN and no Infinity";
  const std::size_t before = offset == 0 ? std::string_view::npos : text.find_last_not_of(" \t\r\n", offset - 1);
  switch (text[offset]) {
    case '/':
    case '*':
    case '#':
      return "; JSON has no comments";
    case '\'':
      return "; text stands in double quotes";
    case '}':
    case ']':
      return before != std::string_view::npos && text[before] == ',' ? "; a comma has nothing after it" : "";
    case '\n':
      return "; text ends on the line where it starts";
    default:
      return "";
  }
}

// Builds the value from the inside out, each open object or array on a stack.
class Builder : public nlohmann::json_sax<Json> {
 public:
  Builder(std::string_view text, Findings& findings) : text_(text), findings_(findings) {}

  Json take() { return std::move(root_); }

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t& /*written*/) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool start_object(std::size_t /*elements*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Level& level = levels_.back();
    level.key = std::move(name);
    level.duplicate = !level.seen.insert(level.key).second;
    if (level.duplicate) {
      findings_.add({.path = path(), .value = {}, .problem = "is given twice in the same object", .allowed = "each key once"});
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& error) override {
    constexpr int kNumberOverflow = 406;
    const std::size_t offset = position == 0 ? 0 : position - 1;
    std::string problem = "is not JSON at " + place(text_, std::min(offset, text_.size()));
    problem += error.id == kNumberOverflow ? "; the number is too large" : hint(text_, offset);
    findings_.add({.path = {}, .value = {}, .problem = std::move(problem), .allowed = "one JSON object"});
    return false;
  }

 private:
  struct Level {
    Json value;
    std::string key;
    bool duplicate = false;
    std::unordered_set<std::string> seen;
  };

  // Path of the value that comes next.
  std::string path() const {
    std::string out;
    for (const Level& level : levels_) {
      out = level.value.is_object() ? member_path(out, level.key) : element_path(out, level.value.size());
    }
    return out;
  }

  bool open(Json value) {
    if (levels_.size() >= kNestingMaximum) {
      findings_.add(
          {.path = path(), .value = {}, .problem = "is nested too deeply", .allowed = std::to_string(kNestingMaximum) + " levels"});
      return false;
    }
    levels_.push_back({.value = std::move(value), .key = {}, .duplicate = false, .seen = {}});
    return true;
  }

  bool close() {
    Json value = std::move(levels_.back().value);
    levels_.pop_back();
    return put(std::move(value));
  }

  bool put(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Level& level = levels_.back();
    if (level.value.is_array()) {
      level.value.push_back(std::move(value));
    } else if (!level.duplicate) {
      // The ordered object looks every key up from its start; the set above has done so already, in constant time.
      static_cast<Json::object_t::Container&>(level.value.get_ref<Json::object_t&>()).emplace_back(std::move(level.key), std::move(value));
    }
    return true;
  }

  std::string_view text_;
  Findings& findings_;
  std::vector<Level> levels_;
  Json root_;
};

// What can be said before parsing; empty when there is nothing.
std::string first_problem(std::string_view text) {
  if (text.size() > kDocumentMaximum) return "has " + std::to_string(text.size()) + " bytes, more than 8 MiB";
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "is empty";
  if (text.starts_with(kByteOrderMark)) return "begins with a byte order mark; save it as UTF-8 without one";
  if (const std::size_t at = find_invalid_utf8(text); at != std::string_view::npos) return "is not UTF-8 at " + place(text, at);
  // The parser would take a NUL byte for the end and leave the rest unread.
  if (const std::size_t at = text.find('\0'); at != std::string_view::npos) return "holds a NUL byte at " + place(text, at);
  return {};
}

}  // namespace

std::optional<Json> parse_document(std::string_view text, Findings& findings) {
  if (std::string problem = first_problem(text); !problem.empty()) {
    findings.add({.path = {}, .value = {}, .problem = std::move(problem), .allowed = "one JSON object in UTF-8, up to 8 MiB"});
    return std::nullopt;
  }
  Builder builder(text, findings);
  if (!Json::sax_parse(text, &builder)) return std::nullopt;
  return builder.take();
}

std::string member_path(const std::string& path, std::string_view key) {
  if (key.empty() || !std::all_of(key.begin(), key.end(), is_plain)) return path + "[" + in_quotes(key, 128) + "]";
  const std::string_view shown = key.substr(0, 128);
  const std::string_view cut = shown.size() < key.size() ? "..." : "";
  return path + (path.empty() ? "" : ".") + std::string(shown) + std::string(cut);
}

std::string element_path(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

}  // namespace backstay::core
