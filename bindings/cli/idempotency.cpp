#include <unistd.h>

#include <iostream>
#include <memory>

#include "commands.hpp"
#include "library.hpp"
#include "terminal.hpp"

namespace backstay::cli {

namespace {

constexpr int64_t kPage = 200;

struct Options {
  std::string idempotency;
  std::string key;
  std::string scope;
  std::string state;
  int64_t limit = 100;
  int64_t batch = 500;
  bool with_body = false;
  bool expired = false;
  bool as_json = false;
};

Keys open(const Outcome& outcome, const Options& options) { return Runtime(outcome.configuration).keys(options.idempotency); }

bool wanted(const Json& key, const Options& options) {
  return (options.scope.empty() || key["scope"] == options.scope) && (options.state.empty() || key["state"] == options.state);
}

// Pages through until there are so many, or no more.
Json collect(const Keys& keys, const Options& options, bool& more) {
  Json found = Json::array();
  std::string cursor;
  do {
    const Json page = keys.page(cursor, kPage);
    for (const Json& key : page["keys"]) {
      if (!wanted(key, options)) continue;
      more = static_cast<int64_t>(found.size()) == options.limit;
      if (more) return found;
      found.push_back(key);
    }
    cursor = page["next"].is_null() ? std::string() : page["next"].get<std::string>();
  } while (!cursor.empty());
  return found;
}

std::string note_of(const Json& key) {
  const std::string state = key["state"].get<std::string>();
  if (state == "in_flight") return "lease " + in_words(key["lease_left_ms"].get<long long>());
  if (state == "corrupt") return "";
  if (state == "lease_over") return harmless(key["recovery_point"].get<std::string>());
  const auto code = key["status_code"].get<long long>();
  return (code == 0 ? "" : std::to_string(code) + ", ") + std::to_string(key["body_bytes"].get<long long>()) + " bytes";
}

void list(const Outcome& outcome, const Options& options) {
  bool more = false;
  const Json found = collect(open(outcome, options), options, more);
  if (options.as_json) {
    std::cout << Json{{"keys", found}, {"more", more}}.dump(2) << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows;
  for (const Json& key : found) {
    rows.push_back({harmless(key["key"].get<std::string>()), harmless(key["scope"].get<std::string>()), key["state"].get<std::string>(),
                    in_words(key["age_ms"].get<long long>()), in_words(key["expires_in_ms"].get<long long>()), note_of(key)});
  }
  print_table({"KEY", "SCOPE", "STATE", "AGE", "EXPIRES IN", ""}, rows);
  if (more) std::cerr << "there are more; see --limit\n";
}

void show(const Outcome& outcome, const Options& options) {
  const Json key = open(outcome, options).show(options.scope, options.key, options.with_body);
  if (options.as_json) {
    std::cout << key.dump(2) << "\n";
    return;
  }
  for (const auto& [name, value] : key.items()) {
    std::cout << name << ": " << (value.is_string() ? harmless(value.get<std::string>()) : value.dump()) << "\n";
  }
}

int tell(const Options& options, bool removed, const std::string& words) {
  if (options.as_json) {
    std::cout << Json{{"key", options.key}, {"scope", options.scope}, {"removed", removed}}.dump(2) << "\n";
  } else {
    std::cout << harmless(options.key) << ": " << words << "\n";
  }
  return removed ? kWell : kFound;
}

int release(const Outcome& outcome, const Options& options) {
  const backstay_status status = open(outcome, options).remove(options.scope, options.key, false);
  if (status == BACKSTAY_OK) return tell(options, true, "released; the next claim acts");
  return tell(options, false, "was completed, so there is nothing to release; purge forgets the answer");
}

int purge(const Outcome& outcome, const Options& options) {
  open(outcome, options).remove(options.scope, options.key, true);
  return tell(options, true, "purged; the next claim acts");
}

int purge_expired(const Outcome& outcome, const Options& options) {
  const Keys keys = open(outcome, options);
  int64_t swept = 0;
  {
    Progress progress;
    for (int64_t last = options.batch; last == options.batch;) {
      last = keys.sweep(options.batch);
      swept += last;
      progress.show(std::to_string(swept) + " expired records cleared away");
    }
  }
  if (options.as_json) {
    std::cout << Json{{"swept", swept}}.dump(2) << "\n";
  } else {
    std::cout << swept << " expired records cleared away\n";
  }
  return kWell;
}

struct Group {
  CLI::App& app;
  Outcome& outcome;

  CLI::App* add(const char* name, const char* purpose, const std::shared_ptr<Options>& options) {
    CLI::App* const command = app.add_subcommand(name, purpose);
    take_configuration(*command, outcome);
    command->add_option("name", options->idempotency, "the idempotency's name in the configuration")->required();
    command->add_flag("--json", options->as_json, "print one JSON object");
    return command;
  }
  static void take_key(CLI::App* command, const std::shared_ptr<Options>& options, bool required) {
    CLI::Option* const key = command->add_option("key", options->key, "the key");
    if (required) key->required();
    command->add_option("-s,--scope", options->scope, "the key's scope (default: none)");
  }
};

}  // namespace

void add_idempotency(CLI::App& app, Outcome& outcome) {
  CLI::App* const command = app.add_subcommand("idempotency", "look at keys, and clear them away by hand");
  command->require_subcommand(1);
  command->footer("Exit code: 0 done, 1 there is no such key or it isn't in flight, 2 wrong usage, 3 the store can't be used.");
  Group group{*command, outcome};

  const auto of_ls = std::make_shared<Options>();
  CLI::App* const ls = group.add("ls", "list keys", of_ls);
  ls->add_option("-s,--scope", of_ls->scope, "only keys of this scope");
  ls->add_option("--state", of_ls->state, "only keys in this state")
      ->check(CLI::IsMember({"in_flight", "lease_over", "done", "failed", "body_not_kept", "corrupt"}));
  ls->add_option("-n,--limit", of_ls->limit, "so many at the most")->check(CLI::Range(1, 1'000'000))->capture_default_str();
  ls->callback([of_ls, &outcome] { list(outcome, *of_ls); });

  const auto of_show = std::make_shared<Options>();
  CLI::App* const shown = group.add("show", "show a key", of_show);
  Group::take_key(shown, of_show, true);
  shown->add_flag("--body", of_show->with_body, "also the stored body, which may be confidential");
  shown->callback([of_show, &outcome] { show(outcome, *of_show); });

  const auto of_release = std::make_shared<Options>();
  CLI::App* const released = group.add("release", "free a key that is in flight, so that the next claim acts", of_release);
  Group::take_key(released, of_release, true);
  released->callback([of_release, &outcome] { outcome.code = release(outcome, *of_release); });

  const auto of_purge = std::make_shared<Options>();
  CLI::App* const purged = group.add("purge", "forget a key whatever its state, or all records whose time is over", of_purge);
  Group::take_key(purged, of_purge, false);
  purged->add_flag("--expired", of_purge->expired, "clear away what has expired, of the whole store");
  purged->add_option("--batch", of_purge->batch, "records a step of --expired")->check(CLI::Range(1, 10'000))->capture_default_str();
  purged->callback([of_purge, &outcome] {
    if (of_purge->expired != of_purge->key.empty()) throw CLI::ValidationError("purge", "takes a key or --expired, and not both");
    outcome.code = of_purge->expired ? purge_expired(outcome, *of_purge) : purge(outcome, *of_purge);
  });
}

}  // namespace backstay::cli
