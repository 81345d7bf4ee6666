// What a claim costs: in memory beside other calls, and in a file by how many share its syncs.
#include <sqlite3.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tables.hpp"

namespace bench {

namespace {

constexpr auto kMeasured = std::chrono::seconds(1);

std::string config(const std::string& store) {
  return R"({"stores": {"main": ")" + store + R"("}, "idempotency": {"orders": {"ttl": "1m"}}})";
}

std::string next_key() {
  static std::atomic<int64_t> last{0};
  return "k" + std::to_string(++last);
}

void claim_and_complete(const backstay::Idempotency& orders) {
  backstay::Claim claim = orders.claim(next_key());
  expect(claim.held() && claim.complete(backstay::Answer::json("{}")), "the key is claimed and completed");
}

// A request of a few hundred bytes, as an API's clients send it.
backstay::HttpRequest order_by(const std::string& key) {
  backstay::HttpRequest request;
  request.method = "POST";
  request.target = "/orders";
  request.key_header = key;
  request.credentials = "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl\n";
  request.body = R"({"customer": "alice", "items": [{"sku": "a-17", "count": 2}, {"sku": "b-4", "count": 1}], "currency": "EUR"})";
  return request;
}

std::string next_uuid() {
  static std::atomic<unsigned> last{0};
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "8e03978e-40d5-43dd-bc93-%012x", ++last);
  return text.data();
}

void serve_and_respond(const backstay::Idempotency& orders, const std::string& key) {
  const backstay::HttpHeaders headers{{"Content-Type", "application/json"}, {"Location", "/orders/7"}};
  backstay::Served served = orders.serve(order_by(key));
  expect(served.action() == BACKSTAY_SERVE_HOLD && served.respond(201, headers, R"({"number": 7})"), "the request is served");
}

// A file in the working folder, with its log, for as long as this lives.
class File {
 public:
  explicit File(const std::string& name) : path_(name) { remove(); }
  ~File() { remove(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& path() const { return path_; }

 private:
  void remove() const {
    for (const char* const end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  std::string path_;
};

// What a program writes by hand: a connection a thread, and a transaction for the claim and one for the answer.
class ByHand {
 public:
  explicit ByHand(const std::string& path) {
    expect(sqlite3_open(path.c_str(), &database_) == SQLITE_OK, "the file opens");
    sqlite3_busy_timeout(database_, 60'000);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE IF NOT EXISTS keys (key TEXT PRIMARY KEY, answer TEXT)");
    sqlite3_prepare_v2(database_, "INSERT INTO keys VALUES (?, NULL)", -1, &claim_, nullptr);
    sqlite3_prepare_v2(database_, "UPDATE keys SET answer = '{}' WHERE key = ?", -1, &complete_, nullptr);
  }
  ~ByHand() {
    sqlite3_finalize(claim_);
    sqlite3_finalize(complete_);
    sqlite3_close(database_);
  }
  ByHand(const ByHand&) = delete;
  ByHand& operator=(const ByHand&) = delete;

  void claim_and_complete(const std::string& key) {
    for (sqlite3_stmt* const statement : {claim_, complete_}) {
      run("BEGIN IMMEDIATE");
      sqlite3_bind_text(statement, 1, key.c_str(), -1, SQLITE_STATIC);
      expect(sqlite3_step(statement) == SQLITE_DONE, "the statement is done");
      sqlite3_reset(statement);
      run("COMMIT");
    }
  }

 private:
  void run(const char* sql) { expect(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql); }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* claim_ = nullptr;
  sqlite3_stmt* complete_ = nullptr;
};

// Keys a second that so many threads claim and complete; each thread makes what it works with.
template <class Make>
double rate(int threads, Make&& make) {
  std::atomic<bool> stop{false};
  std::atomic<int64_t> done{0};
  std::vector<std::thread> running;
  const auto start = std::chrono::steady_clock::now();
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      auto work = make();
      while (!stop) {
        work();
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(kMeasured);
  stop = true;
  for (std::thread& thread : running) thread.join();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  return static_cast<double>(done.load()) / seconds.count();
}

}  // namespace

Claims::Claims() : runtime_(backstay::Runtime::from_json(config("memory:"))) {}

Table Claims::table() {
  const auto orders = runtime_.idempotency("orders");
  return {"a key in memory",
          {
              {"claim and complete", "",
               [orders](int64_t calls) {
                 while (calls-- > 0) claim_and_complete(orders);
               }},
              {"replay", "",
               [orders](int64_t calls) {
                 static const std::string key = [&] {
                   const std::string made = next_key();
                   expect(orders.claim(made).complete(backstay::Answer::json("{}")), "the key is completed");
                   return made;
                 }();
                 while (calls-- > 0) expect(!orders.claim(key).held(), "the key is replayed");
               }},
              {"a request over HTTP, served and answered", "",
               [orders](int64_t calls) {
                 while (calls-- > 0) serve_and_respond(orders, next_uuid());
               }},
              {"its replay", "",
               [orders](int64_t calls) {
                 static const std::string key = [&] {
                   const std::string made = next_uuid();
                   serve_and_respond(orders, made);
                   return made;
                 }();
                 const backstay::HttpRequest request = order_by(key);
                 while (calls-- > 0) expect(orders.serve(request).action() == BACKSTAY_SERVE_REPLY, "the request is replayed");
               }},
          }};
}

void print_claims_in_a_file() {
  std::printf("| a key in a file, claimed and completed, each synced | keys a second | by hand, two transactions a key | ratio |\n");
  std::printf("|---|---:|---:|---:|\n");
  for (const int threads : {1, 8, 64}) {
    const File ours("bench-claims.db");
    const File theirs("bench-by-hand.db");
    auto runtime = backstay::Runtime::from_json(config("sqlite:" + ours.path()));
    const auto orders = runtime.idempotency("orders");
    const double by_us = rate(threads, [&] { return [&] { claim_and_complete(orders); }; });
    const double by_hand =
        rate(threads, [&] { return [hand = std::make_unique<ByHand>(theirs.path())] { hand->claim_and_complete(next_key()); }; });
    std::printf("| %d thread%s | %.0f | %.0f | %.1f |\n", threads, threads == 1 ? "" : "s", by_us, by_hand, by_us / by_hand);
  }
  std::printf("\n");
}

}  // namespace bench
