// The commands, each in a file of its own. Each adds itself to the parser, and leaves its exit code in the outcome when it ran.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace backstay::cli {

enum Exit : int {
  kWell = 0,
  kFound = 1,        // what was asked for isn't so: an invalid file, no such key, a store that can't be reached
  kWrongUsage = 2,   // also a file that can't be read
  kUnavailable = 3,  // a store that was needed can't be used
};

struct Outcome {
  int code = kWell;
  std::string configuration;  // of --config, where given
};

void add_check(CLI::App& app, Outcome& outcome);
void add_describe(CLI::App& app, Outcome& outcome);
void add_doctor(CLI::App& app, Outcome& outcome);
void add_migrate(CLI::App& app, Outcome& outcome);
void add_idempotency(CLI::App& app, Outcome& outcome);
void add_completion(CLI::App& app);

// --config for commands that open it.
inline void take_configuration(CLI::App& command, Outcome& outcome) {
  command.add_option("-c,--config", outcome.configuration, "the configuration (default: $BACKSTAY_CONFIG, backstay.json)");
}

}  // namespace backstay::cli
