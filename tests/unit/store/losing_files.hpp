// A disk as an operating system shows it to SQLite, and what is left of it when the power goes: what was synced, and any part of what
// was written since.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace backstay::core::sqlite {

class LosingFiles {
 public:
  // Registers itself with SQLite under that name. `honest`: a sync is one; else it is only said to be.
  LosingFiles(std::string name, bool honest);
  ~LosingFiles();
  LosingFiles(const LosingFiles&) = delete;
  LosingFiles& operator=(const LosingFiles&) = delete;

  const std::string& name() const noexcept { return name_; }
  // Writes what a crash would leave just now into another folder; chance decides which of the unsynced writes.
  void crash_into(const std::string& folder, std::mt19937_64& chance);

 private:
  struct Write {
    int64_t at = 0;
    std::string bytes;
  };
  struct Disk {
    std::string synced;
    std::vector<Write> since;
  };
  struct File;

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags);
  static int remove(sqlite3_vfs* vfs, const char* path, int sync);
  void written(const std::string& path, int64_t at, std::string bytes);
  void synced(const std::string& path);
  void truncated(const std::string& path, int64_t size);
  static const sqlite3_io_methods& methods();
  static void apply(std::string& image, const Write& write);

  const std::string name_;
  const bool honest_;
  sqlite3_vfs* const real_;
  sqlite3_vfs vfs_;
  std::mutex mutex_;
  std::map<std::string, Disk> disks_;
};

}  // namespace backstay::core::sqlite
