#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include "commands.hpp"
#include "library.hpp"
#include "terminal.hpp"

namespace backstay::cli {

namespace {

std::string name_of(const std::string& given) {
  if (!given.empty()) return given;
  const char* const set = std::getenv("BACKSTAY_CONFIG");
  return set != nullptr && *set != '\0' ? set : "backstay.json";
}

std::string read_all(const std::string& name) {
  if (name == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream file(name, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw Failure(BACKSTAY_IO, name + ": can't be read");
  return text;
}

std::string counted(long count, const char* noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

void print(const std::string& name, const Json& report) {
  long errors = 0;
  long warnings = 0;
  for (const Json& finding : report["findings"]) {
    const bool is_error = finding["severity"] == "error";
    ++(is_error ? errors : warnings);
    const std::string severity = coloured(is_error ? Colour::red : Colour::yellow, finding["severity"].get<std::string>());
    std::cout << name << ": " << severity << ": " << harmless(finding["message"].get<std::string>()) << "\n";
  }
  const bool valid = report["valid"].get<bool>();
  std::cout << name << ": " << (valid ? coloured(Colour::green, "valid") : coloured(Colour::red, "invalid")) << ", "
            << counted(errors, "error") << ", " << counted(warnings, "warning") << "\n";
}

int run(const std::string& given, bool as_json) {
  const std::string name = name_of(given);
  const Json report = check(read_all(name));
  if (as_json) {
    Json whole{{"file", name}};
    whole.update(report);
    std::cout << whole.dump(2) << "\n";
  } else {
    print(name, report);
  }
  return report["valid"].get<bool>() ? kWell : kFound;
}

}  // namespace

void add_check(CLI::App& app, Outcome& outcome) {
  CLI::App* const command = app.add_subcommand("check", "check a configuration and print every error and warning");
  command->footer("Exit code: 0 valid (warnings allowed), 1 errors, 2 the file can't be read.");
  const auto file = std::make_shared<std::string>();
  const auto as_json = std::make_shared<bool>(false);
  command->add_option("file", *file, "the file, - for standard input (default: $BACKSTAY_CONFIG, backstay.json)");
  command->add_flag("--json", *as_json, "print the findings as one JSON object");
  command->callback([file, as_json, &outcome] { outcome.code = run(*file, *as_json); });
}

}  // namespace backstay::cli
