#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "losing_files.hpp"

namespace backstay::core::sqlite {

// SQLite allots the bytes of a file: this one's, and behind them those of the real file.
struct LosingFiles::File {
  sqlite3_file base;
  LosingFiles* owner;
  std::string* path;

  static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
  static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }
};

LosingFiles::LosingFiles(std::string name, bool honest)
    : name_(std::move(name)), honest_(honest), real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.pNext = nullptr;
  vfs_.zName = name_.c_str();
  vfs_.xOpen = open;
  vfs_.xDelete = remove;
  vfs_.pAppData = this;
  sqlite3_vfs_register(&vfs_, 0);
}

LosingFiles::~LosingFiles() { sqlite3_vfs_unregister(&vfs_); }

int LosingFiles::open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* const owner = static_cast<LosingFiles*>(vfs->pAppData);
  file->pMethods = nullptr;
  const int code = owner->real_->xOpen(owner->real_, path, File::real(file), flags, out_flags);
  if (code != SQLITE_OK) return code;
  File& opened = File::of(file);
  opened.owner = owner;
  opened.path = new std::string(path == nullptr ? "" : path);
  file->pMethods = &methods();
  return SQLITE_OK;
}

int LosingFiles::remove(sqlite3_vfs* vfs, const char* path, int sync) {
  auto* const owner = static_cast<LosingFiles*>(vfs->pAppData);
  {
    const std::lock_guard hold(owner->mutex_);
    owner->disks_.erase(path);
  }
  return owner->real_->xDelete(owner->real_, path, sync);
}

void LosingFiles::written(const std::string& path, int64_t at, std::string bytes) {
  const std::lock_guard hold(mutex_);
  disks_[path].since.push_back({at, std::move(bytes)});
}

void LosingFiles::apply(std::string& image, const Write& write) {
  const auto at = static_cast<std::size_t>(write.at);
  image.resize(std::max(image.size(), at + write.bytes.size()));
  image.replace(at, write.bytes.size(), write.bytes);
}

void LosingFiles::synced(const std::string& path) {
  if (!honest_) return;
  const std::lock_guard hold(mutex_);
  Disk& disk = disks_[path];
  for (const Write& write : disk.since) apply(disk.synced, write);
  disk.since.clear();
}

// As if it were synced at once, with what was written before: a file never grows again by a crash.
void LosingFiles::truncated(const std::string& path, int64_t size) {
  synced(path);
  const std::lock_guard hold(mutex_);
  disks_[path].synced.resize(static_cast<std::size_t>(size));
}

void LosingFiles::crash_into(const std::string& folder, std::mt19937_64& chance) {
  const std::lock_guard hold(mutex_);
  for (const auto& [path, disk] : disks_) {
    std::string image = disk.synced;
    for (const Write& write : disk.since) {
      if (chance() % 2 == 0) apply(image, write);
    }
    std::ofstream(folder + "/" + std::filesystem::path(path).filename().string(), std::ios::binary) << image;
  }
}

const sqlite3_io_methods& LosingFiles::methods() {
  static const sqlite3_io_methods methods = {
      2,
      [](sqlite3_file* file) {
        delete File::of(file).path;
        return File::real(file)->pMethods->xClose(File::real(file));
      },
      [](sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
        return File::real(file)->pMethods->xRead(File::real(file), into, size, at);
      },
      [](sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
        File::of(file).owner->written(*File::of(file).path, at, {static_cast<const char*>(from), static_cast<std::size_t>(size)});
        return File::real(file)->pMethods->xWrite(File::real(file), from, size, at);
      },
      [](sqlite3_file* file, sqlite3_int64 size) {
        File::of(file).owner->truncated(*File::of(file).path, size);
        return File::real(file)->pMethods->xTruncate(File::real(file), size);
      },
      [](sqlite3_file* file, int) {
        File::of(file).owner->synced(*File::of(file).path);
        return SQLITE_OK;  // the test's disk is the one that counts
      },
      [](sqlite3_file* file, sqlite3_int64* size) { return File::real(file)->pMethods->xFileSize(File::real(file), size); },
      [](sqlite3_file* file, int lock) { return File::real(file)->pMethods->xLock(File::real(file), lock); },
      [](sqlite3_file* file, int lock) { return File::real(file)->pMethods->xUnlock(File::real(file), lock); },
      [](sqlite3_file* file, int* reserved) { return File::real(file)->pMethods->xCheckReservedLock(File::real(file), reserved); },
      [](sqlite3_file* file, int operation, void* argument) {
        return File::real(file)->pMethods->xFileControl(File::real(file), operation, argument);
      },
      [](sqlite3_file* file) { return File::real(file)->pMethods->xSectorSize(File::real(file)); },
      // No promise of the real file system's: writes may be torn and come in any order.
      [](sqlite3_file*) { return 0; },
      [](sqlite3_file* file, int page, int size, int extend, void volatile** out) {
        return File::real(file)->pMethods->xShmMap(File::real(file), page, size, extend, out);
      },
      [](sqlite3_file* file, int offset, int count, int flags) {
        return File::real(file)->pMethods->xShmLock(File::real(file), offset, count, flags);
      },
      [](sqlite3_file* file) { File::real(file)->pMethods->xShmBarrier(File::real(file)); },
      [](sqlite3_file* file, int remove) { return File::real(file)->pMethods->xShmUnmap(File::real(file), remove); },
      nullptr,
      nullptr,
  };
  return methods;
}

}  // namespace backstay::core::sqlite
