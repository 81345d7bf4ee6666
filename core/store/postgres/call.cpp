#include "core/store/postgres/call.hpp"

#include <algorithm>
#include <string>

namespace backstay::core::postgres {

namespace {

// As in the network's order, whatever the machine's is.
int64_t number_of(const PGresult* answer, int column, int row = 0) {
  uint64_t value = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(PQgetvalue(answer, row, column));
  for (int i = 0; i < PQgetlength(answer, row, column); ++i) value = value << 8U | bytes[i];
  return static_cast<int64_t>(value);
}

std::string bytes_of(const PGresult* answer, int column, int row = 0) {
  return {PQgetvalue(answer, row, column), static_cast<std::size_t>(PQgetlength(answer, row, column))};
}

void check_shape(const PGresult* answer, int columns, const char* function) {
  if (PQnfields(answer) == columns) return;
  throw Refused(std::string("backstay.") + function + " is not the function of this library", "42883");
}

// One row more than a page tells whether there is another.
store::Result read_list(const store::Operation& operation, const PGresult* answer) {
  check_shape(answer, 5, "list_1");
  store::Result result{.found = store::Found::done};
  const auto rows = static_cast<int>(std::min<int64_t>(PQntuples(answer), operation.most));
  for (int row = 0; row < rows; ++row) {
    result.listed.push_back(
        {.key = bytes_of(answer, 0, row),
         .entry = {.value = bytes_of(answer, 1, row), .fence = number_of(answer, 2, row), .age_ns = number_of(answer, 3, row)},
         .left_ns = number_of(answer, 4, row)});
  }
  if (rows < PQntuples(answer)) result.cursor = result.listed.back().key;
  return result;
}

store::Result read_sweep(const PGresult* answer) {
  check_shape(answer, 1, "sweep_1");
  return {.found = store::Found::done, .swept = PQntuples(answer) == 1 ? number_of(answer, 0) : 0};
}

}  // namespace

Call::Call(const store::Key& key, const store::Operation& operation, const Moment& moment) {
  switch (operation.action) {
    case store::Action::list:
      fill_list(key, operation, moment);
      break;
    case store::Action::sweep:
      fill_sweep(operation, moment);
      break;
    default:
      fill_apply(key, operation, moment);
  }
}

void Call::fill_list(const store::Key& key, const store::Operation& operation, const Moment& moment) {
  sql_ = kList;
  count_ = kListParameters;
  end_ = store::end_of_prefix(key.key);
  set(0, key.space.data(), key.space.size());
  set(1, key.key.data(), key.key.size());
  set(2, end_.data(), end_.size());
  set(3, operation.value.data(), operation.value.size());
  set_number(4, store::later(operation.most, 1), sizeof(int64_t));
  if (moment.now_ns) set_number(5, *moment.now_ns, sizeof(int64_t));
}

void Call::fill_sweep(const store::Operation& operation, const Moment& moment) noexcept {
  sql_ = kSweep;
  count_ = kSweepParameters;
  set_number(0, operation.most, sizeof(int64_t));
  if (moment.now_ns) set_number(1, *moment.now_ns, sizeof(int64_t));
}

void Call::fill_apply(const store::Key& key, const store::Operation& operation, const Moment& moment) noexcept {
  set(0, key.space.data(), key.space.size());
  set(1, key.key.data(), key.key.size());
  set_number(2, static_cast<int64_t>(operation.action), sizeof(int32_t));
  set(3, operation.value.data(), operation.value.size());
  set_number(4, operation.fence, sizeof(int64_t));
  set_number(5, operation.new_fence ? 1 : 0, sizeof(char));
  set_number(6, operation.ttl_ns, sizeof(int64_t));
  if (moment.now_ns) set_number(7, *moment.now_ns, sizeof(int64_t));
  set_number(8, moment.lock_ms, sizeof(int32_t));
}

void Call::set(std::size_t index, const char* bytes, std::size_t length) noexcept {
  values_[index] = bytes;
  lengths_[index] = static_cast<int>(length);
}

void Call::set_number(std::size_t index, int64_t value, std::size_t length) noexcept {
  auto left = static_cast<uint64_t>(value);
  for (std::size_t i = length; i-- > 0; left >>= 8U) numbers_[index][i] = static_cast<char>(left & 0xffU);
  set(index, numbers_[index].data(), length);
}

bool Call::send(PGconn* connection, bool prepared) const noexcept {
  static constexpr std::array<int, kParameters> kBinary{1, 1, 1, 1, 1, 1, 1, 1, 1};
  const int sent = prepared && sql_ == kApply
                       ? PQsendQueryPrepared(connection, kStatement, count_, values_.data(), lengths_.data(), kBinary.data(), 1)
                       : PQsendQueryParams(connection, sql_, count_, nullptr, values_.data(), lengths_.data(), kBinary.data(), 1);
  return sent == 1 && PQpipelineSync(connection) == 1;
}

store::Result read_result(const store::Operation& operation, const PGresult* answer) {
  if (operation.action == store::Action::list) return read_list(operation, answer);
  if (operation.action == store::Action::sweep) return read_sweep(answer);
  check_shape(answer, PQntuples(answer) == 1 ? 4 : -1, "apply_1");
  store::Result result;
  result.found = static_cast<store::Found>(number_of(answer, 0));
  if (PQgetisnull(answer, 0, 1) == 0) result.entry.fence = number_of(answer, 1);
  if (PQgetisnull(answer, 0, 2) == 0) result.entry.value = bytes_of(answer, 2);
  if (PQgetisnull(answer, 0, 3) == 0) result.entry.age_ns = number_of(answer, 3);
  return result;
}

}  // namespace backstay::core::postgres
