// What a function of a vector throws when the vector says so. Its name is the cause, the same in every language.
#pragma once

#include <stdexcept>

struct Boom : std::runtime_error {
  Boom() : std::runtime_error("boom") {}
};
