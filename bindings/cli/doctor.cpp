#include <algorithm>
#include <iostream>
#include <memory>

#include "commands.hpp"
#include "library.hpp"
#include "terminal.hpp"

namespace backstay::cli {

namespace {

void print(const Json& store) {
  const auto text = [](const Json& value) { return harmless(value.get<std::string>()); };
  std::cout << text(store["store"]) << ": ";
  if (!store["reachable"].get<bool>()) {
    std::cout << coloured(Colour::red, "can't be used") << "\n  " << text(store["error"]) << "\n";
    return;
  }
  std::cout << coloured(Colour::green, text(store["product"])) << "\n";
  for (const auto& [name, value] : store["facts"].items()) std::cout << "  " << harmless(name) << ": " << text(value) << "\n";
  for (const Json& warning : store["warnings"]) std::cout << "  " << coloured(Colour::yellow, "warning") << ": " << text(warning) << "\n";
}

int run(const std::string& configuration, bool as_json) {
  const Json stores = Runtime(configuration).examine_stores();
  if (as_json) {
    std::cout << Json{{"version", version()}, {"stores", stores}}.dump(2) << "\n";
  } else {
    std::cout << "backstay " << version() << "\n";
    for (const Json& store : stores) print(store);
  }
  const bool all = std::all_of(stores.begin(), stores.end(), [](const Json& store) { return store["reachable"].get<bool>(); });
  return all ? kWell : kFound;
}

}  // namespace

void add_doctor(CLI::App& app, Outcome& outcome) {
  CLI::App* const command = app.add_subcommand("doctor", "look at every store: whether it can be reached, and what weakens its promises");
  command->footer("Exit code: 0 every store can be used (warnings allowed), 1 one can't, 2 the configuration can't be opened.");
  take_configuration(*command, outcome);
  const auto as_json = std::make_shared<bool>(false);
  command->add_flag("--json", *as_json, "print one JSON object");
  command->callback([as_json, &outcome] { outcome.code = run(outcome.configuration, *as_json); });
}

}  // namespace backstay::cli
