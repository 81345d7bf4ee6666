#include <iostream>
#include <memory>

#include "commands.hpp"
#include "library.hpp"
#include "terminal.hpp"

namespace backstay::cli {

namespace {

struct Options {
  std::string store = "main";
  bool print = false;
  bool as_json = false;
};

void run(const std::string& configuration, const Options& options) {
  const Runtime runtime(configuration);
  if (options.print) {
    std::cout << runtime.migration(options.store);
    return;
  }
  const Json migrated = runtime.migrate(options.store);
  if (options.as_json) {
    std::cout << migrated.dump(2) << "\n";
    return;
  }
  std::cout << harmless(options.store) << ": ";
  if (migrated["to"] == 0) {
    std::cout << "has no tables\n";
  } else if (migrated["from"] == migrated["to"]) {
    std::cout << "has version " << migrated["to"] << " already\n";
  } else {
    std::cout << "brought from version " << migrated["from"] << " to " << migrated["to"] << "\n";
  }
}

}  // namespace

void add_migrate(CLI::App& app, Outcome& outcome) {
  CLI::App* const command = app.add_subcommand("migrate", "make a store's tables, or bring them to what this version knows");
  command->footer("Exit code: 0 the tables are there, 2 wrong usage, 3 the store can't be used.");
  take_configuration(*command, outcome);
  const auto options = std::make_shared<Options>();
  command->add_option("store", options->store, "the store's name")->capture_default_str();
  command->add_flag("--print", options->print, "print the SQL instead, for tools of your own");
  command->add_flag("--json", options->as_json, "print one JSON object");
  command->callback([options, &outcome] { run(outcome.configuration, *options); });
}

}  // namespace backstay::cli
