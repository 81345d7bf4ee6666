// A completion queue as a handle: it keeps its runtime, and the runtime closes it.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "core/base/reference_counted.hpp"
#include "core/runtime/runtime.hpp"
#include "core/store/completion_queue.hpp"

namespace backstay::core {

class Queue : public ReferenceCounted<Queue> {
 public:
  // Throws Error closed; the result has one reference.
  static Queue* create(Runtime& runtime, int64_t capacity) { return new Queue(runtime, runtime.add_queue(capacity)); }

  Runtime& runtime() const noexcept { return runtime_; }
  CompletionQueue& completions() const noexcept { return *completions_; }
  // For stores, whose threads may need it longer than the handle lives.
  const std::shared_ptr<CompletionQueue>& shared() const noexcept { return completions_; }

 private:
  friend class ReferenceCounted<Queue>;
  Queue(Runtime& runtime, std::shared_ptr<CompletionQueue> completions) noexcept : runtime_(runtime), completions_(std::move(completions)) {
    runtime_.retain();
  }
  ~Queue() {
    completions_->close();
    completions_->drop_all();
    completions_.reset();
    runtime_.release();
  }

  Runtime& runtime_;
  std::shared_ptr<CompletionQueue> completions_;
};

}  // namespace backstay::core
