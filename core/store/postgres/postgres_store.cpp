#include "core/store/postgres/postgres_store.hpp"

#include <new>
#include <utility>

#include "core/store/postgres/loop.hpp"
#include "core/store/waited_job.hpp"

namespace backstay::core::postgres {

PostgresStore::PostgresStore(Target target, const Clock& clock) : target_(std::move(target)), clock_(clock) {}

PostgresStore::~PostgresStore() { let_go(); }

// What a child inherited is left as it is: half of it may be in a state that only the parent's thread can end.
void PostgresStore::let_go() noexcept {
  if (!loop_ || !loop_->inherited()) return;
  loop_->abandon();
  static_cast<void>(loop_.release());
}

void PostgresStore::add(std::unique_ptr<store::Job>& job) {
  const ForkSafeHold hold(lock_);
  let_go();
  if (!loop_) loop_ = std::make_unique<Loop>(target_, clock_);
  loop_->add(job);
}

void PostgresStore::run(store::Unit& unit) { store::run_and_wait(*this, unit); }

void PostgresStore::start(std::unique_ptr<store::Job> job) noexcept {
  const auto refuse = [&](const Error& failure) {
    if (job->begin() != nullptr) job->over(&failure);
  };
  try {
    add(job);
  } catch (const Error& error) {
    refuse(error);
  } catch (const std::bad_alloc&) {
    refuse(Error(Status::out_of_memory, "out of memory"));
  }
}

}  // namespace backstay::core::postgres
