#include "core/store/postgres/flight.hpp"

namespace backstay::core::postgres {

bool Flight::begin() {
  if (unit_ != nullptr) return true;
  unit_ = job_->begin();
  if (unit_ == nullptr) return false;
  operation_ = unit_->next(nullptr);
  return true;
}

bool Flight::answered(const store::Result& result) {
  operation_ = unit_->next(&result);
  if (operation_ != nullptr) return true;
  job_->over(nullptr);
  return false;
}

void Flight::lost() {
  unknown_ = true;
  unit_->lost();
  operation_ = unit_->next(nullptr);
}

void Flight::fail(const Error& failure) noexcept {
  if (unit_ == nullptr) unit_ = job_->begin();
  if (unit_ != nullptr) job_->over(&failure);
}

}  // namespace backstay::core::postgres
