// What several handles share: it begins with one reference, and whoever gives the last one back deletes it.
#pragma once

#include <atomic>
#include <cstdint>

namespace backstay::core {

// `Derived` is deleted by this base, which it befriends where its destructor is private.
template <typename Derived>
class ReferenceCounted {
 public:
  ReferenceCounted(const ReferenceCounted&) = delete;
  ReferenceCounted& operator=(const ReferenceCounted&) = delete;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete static_cast<Derived*>(this);
  }
  bool held_once() const noexcept { return references_.load(std::memory_order_acquire) == 1; }

 protected:
  ReferenceCounted() = default;
  ~ReferenceCounted() = default;

 private:
  std::atomic<int64_t> references_{1};
};

}  // namespace backstay::core
