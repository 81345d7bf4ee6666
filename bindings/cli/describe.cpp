#include <iostream>
#include <memory>

#include "commands.hpp"
#include "library.hpp"

namespace backstay::cli {

namespace {

void print_info(bool as_json) {
  const Json info = build_info();
  if (as_json) {
    std::cout << info.dump(2) << "\n";
    return;
  }
  for (const auto& [name, value] : info.items()) {
    std::cout << name << ": " << (value.is_string() ? value.get<std::string>() : value.dump()) << "\n";
  }
}

}  // namespace

void add_describe(CLI::App& app, Outcome&) {
  app.add_subcommand("schema", "print the JSON Schema of the configuration")->callback([] { std::cout << schema().dump(2) << "\n"; });
  CLI::App* const info = app.add_subcommand("info", "print the versions of the library and of what is bundled");
  const auto as_json = std::make_shared<bool>(false);
  info->add_flag("--json", *as_json, "print one JSON object");
  info->callback([as_json] { print_info(*as_json); });
  app.add_subcommand("version", "print the version")->callback([] { std::cout << "backstay " << version() << "\n"; });
}

}  // namespace backstay::cli
