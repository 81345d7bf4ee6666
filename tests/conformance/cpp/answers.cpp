#include "answers.hpp"

#include <algorithm>
#include <sstream>
#include <vector>

namespace backstay::conformance {

namespace {

// The text after the last '{' of a sample's name, split at the ends of its labels and put in the order of their names.
std::string sorted_labels(std::string inside) {
  std::vector<std::string> labels;
  inside.pop_back();  // the closing brace
  std::size_t start = 0;
  for (std::size_t end = 0; (end = inside.find("\",", start)) != std::string::npos; start = end + 2)
    labels.push_back(inside.substr(start, end + 1 - start));
  labels.push_back(inside.substr(start));
  std::sort(labels.begin(), labels.end());
  std::string text;
  for (const std::string& label : labels) text += (text.empty() ? "" : ",") + label;
  return "{" + text + "}";
}

void add_groups(json& fields, const json& pattern) {
  for (const char* group : {"integers", "doubles", "texts"}) fields.update(pattern.value(group, json::object()));
}

}  // namespace

json done() { return {{"done", true}}; }
json absent() { return {{"absent", true}}; }
json waiting(int64_t wait_ns) { return {{"waiting", true}, {"wait_ns", wait_ns}}; }
json wait_of(std::optional<Nanoseconds> wait) { return wait ? json(wait->count()) : json(nullptr); }

json rejection(int32_t reason, std::optional<Nanoseconds> wait) {
  return {{"rejected", backstay_reason_name(reason)}, {"retry_after_ns", wait_of(wait)}};
}

json exhausted(int32_t reason, int64_t attempts, Nanoseconds elapsed) {
  return {{"exhausted", backstay_reason_name(reason)}, {"attempts", attempts}, {"elapsed_ns", elapsed.count()}};
}

json samples(const std::string& text) {
  json found = json::object();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::size_t space = line.rfind(' ');
    const std::string name = line.substr(0, space);
    const std::size_t brace = name.find('{');
    found[name.substr(0, brace) + (brace == std::string::npos ? "" : sorted_labels(name.substr(brace + 1)))] =
        std::stod(line.substr(space + 1));
  }
  return found;
}

json flat(const json& snapshot) {
  json fields = {
      {"policy", snapshot.at("policy")}, {"key", snapshot.at("key")}, {"state", snapshot.at("state")}, {"causes", json::array()}};
  json layers = json::array();
  json patterns = json::object();
  for (const auto& [name, pattern] : snapshot.at("patterns").items()) {
    if (name != "fallback") layers.push_back(name);
    add_groups(patterns[name] = json::object(), pattern);
    if (name != "circuit_breaker") continue;
    add_groups(fields, pattern);
    fields["causes"] = pattern.value("causes", json::array());
  }
  fields["layers"] = std::move(layers);
  fields["patterns"] = std::move(patterns);
  return fields;
}

json observe(const std::function<json()>& act) {
  try {
    return act();
  } catch (const RetriesExhausted& given_up) {
    return exhausted(given_up.reason(), given_up.attempts(), given_up.elapsed());
  } catch (const Rejected& rejected) {
    return rejection(rejected.reason(), rejected.retry_after());
  } catch (const Error& error) {
    return {{"error", backstay_status_name(error.code())}, {"message", error.what()}};
  } catch (const std::exception& error) {
    return {{"interpreter", error.what()}};
  }
}

}  // namespace backstay::conformance
