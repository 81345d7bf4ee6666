// The command `backstay`.
#include <CLI/CLI.hpp>
#include <iostream>

#include "commands.hpp"
#include "library.hpp"

namespace {

using namespace backstay::cli;

int code_of(const Failure& failure) {
  switch (failure.status()) {
    case BACKSTAY_NOT_FOUND:
      return kFound;
    case BACKSTAY_STORE_UNAVAILABLE:
    case BACKSTAY_CORRUPT:
    case BACKSTAY_UNSUPPORTED:
      return kUnavailable;
    default:
      return kWrongUsage;
  }
}

int run(int count, char** arguments) {
  CLI::App app{"Check configurations, and look after their stores and keys.", "backstay"};
  app.set_version_flag("--version", "backstay " + version());
  app.require_subcommand(1);
  app.footer(
      "Exit code: 0 all is well, 1 what was asked for isn't so, 2 wrong usage or a file that can't be read, 3 a store can't be used.");
  Outcome outcome;
  add_check(app, outcome);
  add_doctor(app, outcome);
  add_migrate(app, outcome);
  add_idempotency(app, outcome);
  add_describe(app, outcome);
  add_completion(app);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kWell : kWrongUsage;
  }
  return outcome.code;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const Failure& failure) {
    std::cerr << "backstay: " << failure.what() << "\n";
    return code_of(failure);
  } catch (const std::exception& error) {
    std::cerr << "backstay: " << error.what() << "\n";
    return kWrongUsage;
  }
}
