#include "core/idempotency/inspection.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/base/bytes.hpp"
#include "core/base/text.hpp"
#include "core/idempotency/record.hpp"

namespace backstay::core::idempotency {

namespace {

using Json = nlohmann::ordered_json;
using store::Action;
using store::Found;
using store::Operation;
using store::Result;

// An operation that needs no answer of another.
class Asking final : public store::Unit {
 public:
  Asking(store::Key key, Operation operation) : key_(std::move(key)), operation_(std::move(operation)) {}
  const store::Key& key() const noexcept override { return key_; }
  const Operation* next(const Result* last) override {
    if (last == nullptr) return &operation_;
    result_ = *last;
    return nullptr;
  }
  Result& result() noexcept { return result_; }

 private:
  store::Key key_;
  Operation operation_;
  Result result_;
};

// Erases the record that it has seen; where it was changed meanwhile, it looks again.
class Remove final : public store::Unit {
 public:
  Remove(store::Key key, Removing removing) : key_(std::move(key)), removing_(removing) {}
  const store::Key& key() const noexcept override { return key_; }
  Status status() const noexcept { return status_; }

  const Operation* next(const Result* last) override {
    if (last == nullptr) {
      operation_ = {.action = Action::read};
      return &operation_;
    }
    if (last->found == Found::missing) return end(erasing_again_ ? Status::ok : Status::not_found);
    if (operation_.action == Action::erase && last->found == Found::done) return end(Status::ok);
    if (removing_ == Removing::in_flight) {
      const std::optional<Record> record = decode(last->entry.value);
      if (!record) return end(Status::corrupt);
      if (record->done) return end(record->answer.kind == AnswerKind::not_kept ? Status::body_not_kept : Status::replay);
    }
    operation_ = {.action = Action::erase, .fence = last->entry.fence};
    return &operation_;
  }
  void lost() noexcept override { erasing_again_ = operation_.action == Action::erase; }

 private:
  const Operation* end(Status status) noexcept {
    status_ = status;
    return nullptr;
  }

  store::Key key_;
  Removing removing_;
  Operation operation_;
  bool erasing_again_ = false;
  Status status_ = Status::not_found;
};

// What is no UTF-8 is shown as such: somebody else wrote it.
std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

int64_t in_ms(int64_t ns) { return ns / kNsPerMs; }

const char* state_of(const Record& record, int64_t lease_left_ns) {
  if (!record.done) return lease_left_ns > 0 ? "in_flight" : "lease_over";
  switch (record.answer.kind) {
    case AnswerKind::failure:
      return "failed";
    case AnswerKind::not_kept:
      return "body_not_kept";
    default:
      return "done";
  }
}

Json named(const Name& name) { return {{"idempotency", name.idempotency}, {"scope", name.scope}, {"key", name.key}}; }

// What is known of a key without its answer.
Json described(const Name& name, const store::Entry& entry, const std::optional<Record>& record) {
  Json json = named(name);
  const int64_t lease_left_ns = record ? record->lease_ns - entry.age_ns : 0;
  json["state"] = record ? state_of(*record, lease_left_ns) : "corrupt";
  json["age_ms"] = in_ms(entry.age_ns);
  json["fence"] = entry.fence;
  if (!record) return json;
  json["takeovers"] = record->takeovers;
  if (!record->done) {
    json["lease_left_ms"] = std::max<int64_t>(in_ms(lease_left_ns), 0);
    json["recovery_point"] = record->recovery_point;
    return json;
  }
  json["status_code"] = record->answer.status_code;
  json["content_type"] = record->answer.content_type;
  json["body_bytes"] = record->answer.body.size();
  return json;
}

[[noreturn]] void refuse_missing(const Keeper& keeper, const Name& name) {
  const std::string scope = name.scope.empty() ? std::string() : " of the scope " + in_quotes(name.scope);
  throw Error(Status::not_found, "idempotency " + in_quotes(keeper.name()) + ": there is no key " + in_quotes(name.key) + scope);
}

}  // namespace

std::string list_keys(Keeper& keeper, std::string_view cursor, int64_t most) {
  std::optional<std::string> from = from_hex(cursor);
  if (!from) throw Error(Status::invalid_argument, "cursor: is " + in_quotes(cursor) + "; allowed: the \"next\" of a page, or none");
  Asking page(place_of_all(keeper.name()), {.action = Action::list, .value = *std::move(from), .most = most});
  keeper.store().run(page);
  Json keys = Json::array();
  for (const store::Listed& listed : page.result().listed) {
    Json json = described(name_of(listed.key), listed.entry, decode(listed.entry.value));
    json["expires_in_ms"] = in_ms(listed.left_ns);
    keys.push_back(std::move(json));
  }
  const std::string& next = page.result().cursor;
  return text_of({{"keys", std::move(keys)}, {"next", next.empty() ? Json(nullptr) : Json(hex(as_bytes(next)))}});
}

std::string show_key(Keeper& keeper, const Name& name, Shown shown) {
  Asking asking(place_of(name), {.action = Action::read});
  keeper.store().run(asking);
  if (asking.result().found == Found::missing) refuse_missing(keeper, name);
  const store::Entry& entry = asking.result().entry;
  const std::optional<Record> record = decode(entry.value);
  Json json = described(name, entry, record);
  if (!record) return text_of(json);
  json["fingerprint"] = is_utf8(record->fingerprint) ? record->fingerprint : hex(as_bytes(record->fingerprint));
  if (!record->done) return text_of(json);
  json["headers"] = record->answer.headers;
  if (shown == Shown::with_body) {
    json["body"] = record->answer.body;
    json["body_is_text"] = is_utf8(record->answer.body);
  }
  return text_of(json);
}

Status remove_key(Keeper& keeper, const Name& name, Removing removing) {
  Remove removal(place_of(name), removing);
  keeper.store().run(removal);
  if (removal.status() == Status::not_found) refuse_missing(keeper, name);
  if (removal.status() == Status::corrupt) {
    throw Error(Status::corrupt, "idempotency " + in_quotes(keeper.name()) + ": the key " + in_quotes(name.key) +
                                     " holds what is no record of this library; purge it");
  }
  return removal.status();
}

int64_t sweep(Keeper& keeper, int64_t most) {
  Asking asking(place_of_all(keeper.name()), {.action = Action::sweep, .most = most});
  keeper.store().run(asking);
  return asking.result().swept;
}

}  // namespace backstay::core::idempotency
