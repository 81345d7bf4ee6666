// Where the configuration lies, and its text.
#pragma once

#include <string>

namespace backstay::core {

// $BACKSTAY_CONFIG, else backstay.json in the working directory.
std::string default_configuration_path();

// The file's text; throws Error io naming the file and the system's reason, also for a folder and for more than 8 MiB.
std::string read_configuration_file(const std::string& path);

}  // namespace backstay::core
