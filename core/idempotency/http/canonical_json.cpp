#include "core/idempotency/http/canonical_json.hpp"

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

namespace backstay::core::idempotency::http {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;

std::string text_form(const std::string& text) { return Json(text).dump(); }

// Hears the parser's events. What is open lies on a stack of its own: a hostile depth ends the reading, not the program's stack.
class Canonical final : public nlohmann::json_sax<Json> {
 public:
  explicit Canonical(const std::span<const std::string>* names) : names_(names) {}

  bool is_object() const noexcept { return object_; }
  std::string& text() noexcept { return whole_; }

  bool null() override { return value("null"); }
  bool boolean(bool given) override { return value(given ? "true" : "false"); }
  bool number_integer(number_integer_t given) override { return value(std::to_string(given)); }
  bool number_unsigned(number_unsigned_t given) override { return value(std::to_string(given)); }
  bool number_float(number_float_t /*rounded*/, const string_t& written) override { return value(written); }
  bool string(string_t& given) override { return value(text_form(given)); }
  bool binary(binary_t& /*never in text*/) override { return false; }
  bool start_object(std::size_t /*unknown*/) override { return open(true); }
  bool start_array(std::size_t /*unknown*/) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    open_.back().parts.emplace_back(std::move(name), std::string());
    return true;
  }
  bool parse_error(std::size_t /*at*/, const std::string& /*token*/, const Json::exception& /*why*/) override { return false; }

 private:
  struct Open {
    bool object;
    std::vector<std::pair<std::string, std::string>> parts;  // name (of a member) and form
  };

  bool open(bool object) {
    if (open_.empty()) object_ = object;
    open_.push_back({object, {}});
    return open_.size() <= kDeepest;
  }

  bool close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.object) settle(closed);
    std::string form(1, closed.object ? '{' : '[');
    for (const auto& [name, part] : closed.parts) {
      if (form.size() > 1) form += ',';
      if (closed.object) form.append(text_form(name)).append(":");
      form += part;
    }
    form += closed.object ? '}' : ']';
    return value(std::move(form));
  }

  void settle(Open& closed) const {
    if (names_ != nullptr && open_.empty()) {
      std::erase_if(closed.parts,
                    [this](const auto& part) { return std::find(names_->begin(), names_->end(), part.first) == names_->end(); });
    }
    std::stable_sort(closed.parts.begin(), closed.parts.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  }

  bool value(std::string form) {
    if (open_.empty()) {
      whole_ = std::move(form);
    } else if (open_.back().object) {
      open_.back().parts.back().second = std::move(form);
    } else {
      open_.back().parts.emplace_back(std::string(), std::move(form));
    }
    return true;
  }

  const std::span<const std::string>* names_;  // null: all members
  std::vector<Open> open_;
  std::string whole_;
  bool object_ = false;
};

}  // namespace

std::optional<std::string> canonical_json(std::string_view text) {
  Canonical canonical(nullptr);
  if (!Json::sax_parse(text, &canonical)) return std::nullopt;
  return std::move(canonical.text());
}

std::optional<std::string> canonical_members(std::string_view text, std::span<const std::string> names) {
  Canonical canonical(&names);
  if (!Json::sax_parse(text, &canonical) || !canonical.is_object()) return std::nullopt;
  return std::move(canonical.text());
}

}  // namespace backstay::core::idempotency::http
