#include "core/store/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/text.hpp"
#include "core/base/thread.hpp"
#include "core/store/sqlite/batch.hpp"
#include "core/store/sqlite/schema.hpp"
#include "core/store/waited_job.hpp"

namespace backstay::core::sqlite {

class SqliteStore::Writer {
 public:
  Writer(const Place& place, const Clock& clock)
      : place_(place),
        clock_(clock),
        generation_(fork_generation.load(std::memory_order_relaxed)),
        thread_(start_thread("a SQLite store", [this] { run(); })) {}
  ~Writer() {
    {
      const std::lock_guard hold(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Takes the job, unless it throws bad_alloc.
  void add(std::unique_ptr<store::Job>& job) {
    {
      const std::lock_guard hold(mutex_);
      const bool urgent = job->urgent();
      waiting_.emplace_back().job = std::move(job);
      if (urgent) std::rotate(waiting_.begin(), waiting_.end() - 1, waiting_.end());
    }
    changed_.notify_one();
  }

  // A child has this object and not its thread.
  bool inherited() const noexcept { return generation_ != fork_generation.load(std::memory_order_relaxed); }

 private:
  struct Open {
    Open(const Place& place, const Clock& clock) : database(place), entries(migrated(clock)) {}
    Database& migrated(const Clock& clock) {
      sqlite::migrate(database, clock.wall_ns(clock.now_ns()));
      return database;
    }
    Database database;
    Entries entries;
  };

  void run() {
    std::unique_lock hold(mutex_);
    for (;;) {
      changed_.wait(hold, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) break;
      std::vector<Running> waiting = std::exchange(waiting_, {});
      hold.unlock();
      work(std::move(waiting));
      hold.lock();
    }
    open_.reset();
  }

  void work(std::vector<Running> waiting) noexcept {
    Batch batch(std::move(waiting));
    if (batch.empty()) return;
    std::optional<Error> failure;
    try {
      if (!open_) open_.emplace(place_, clock_);
      batch.commit(open_->database, open_->entries, clock_);
    } catch (const Refused& refused) {
      failure = refused;
      if (!refused.busy()) open_.reset();  // the next one begins with a fresh connection
    } catch (const Error& error) {
      failure = error;
    } catch (const std::bad_alloc&) {
      failure.emplace(Status::out_of_memory, "out of memory");
    }
    batch.tell(failure ? &*failure : nullptr);
  }

  const Place& place_;
  const Clock& clock_;
  const int64_t generation_;
  std::optional<Open> open_;  // the thread's
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Running> waiting_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all the others
};

SqliteStore::SqliteStore(Place place, const Clock& clock) : place_(std::move(place)), clock_(clock) {}

SqliteStore::~SqliteStore() {
  if (writer_ && writer_->inherited()) static_cast<void>(writer_.release());
}

SqliteStore::Writer& SqliteStore::writer() {
  const ForkSafeHold hold(lock_);
  if (!writer_) writer_ = std::make_unique<Writer>(place_, clock_);
  refuse_inherited();
  return *writer_;
}

Database SqliteStore::connect() {
  const ForkSafeHold hold(lock_);
  if (writer_) refuse_inherited();
  return Database(place_);
}

void SqliteStore::refuse_inherited() const {
  if (!writer_->inherited()) return;
  throw Error(Status::forked, "store " + in_quotes(place_.name) +
                                  ": SQLite was used before the fork, and a second connection in the child would lose its locks; make the "
                                  "runtime in the child, or use the store only there");
}

void SqliteStore::run(store::Unit& unit) { store::run_and_wait(*this, unit); }

void SqliteStore::start(std::unique_ptr<store::Job> job) noexcept {
  const auto refuse = [&](const Error& failure) {
    if (job->begin() != nullptr) job->over(&failure);
  };
  try {
    writer().add(job);
  } catch (const Error& error) {
    refuse(error);
  } catch (const std::bad_alloc&) {
    refuse(Error(Status::out_of_memory, "out of memory"));
  }
}

}  // namespace backstay::core::sqlite
