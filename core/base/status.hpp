// Errors inside the core: cold paths throw core::Error, the wall in capi/src turns it into a status and a message.
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/catalogue.hpp"

namespace backstay::core {

class Error : public std::runtime_error {
 public:
  Error(Status status, const std::string& message) : std::runtime_error(message), status_(status) {}
  Status status() const noexcept { return status_; }

 private:
  Status status_;
};

}  // namespace backstay::core
