// A descriptor that event loops watch: readable from raise to lower. An eventfd; a pipe on systems that have none.
#pragma once

namespace backstay::core {

class Readiness {
 public:
  Readiness() = default;
  ~Readiness() { abandon(); }
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;

  // The descriptor, close on exec, made at the first call; throws Error io.
  int open();
  bool is_open() const noexcept { return watched_ >= 0; }
  // Nothing happens where there is no descriptor yet, or it was raised before: one write a batch.
  void raise() noexcept;
  void lower() noexcept;
  // Closes this process's copy, without a touch to what the parent of a fork watches too.
  void abandon() noexcept;

 private:
  int watched_ = -1;
  int written_ = -1;  // the same for an eventfd
  bool raised_ = false;
};

}  // namespace backstay::core
