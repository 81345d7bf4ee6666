#include "core/store/postgres/call.hpp"

#include <string>

namespace backstay::core::postgres {

namespace {

// As in the network's order, whatever the machine's is.
int64_t number_of(const PGresult* answer, int column) {
  uint64_t value = 0;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(PQgetvalue(answer, 0, column));
  for (int i = 0; i < PQgetlength(answer, 0, column); ++i) value = value << 8U | bytes[i];
  return static_cast<int64_t>(value);
}

std::string bytes_of(const PGresult* answer, int column) {
  return {PQgetvalue(answer, 0, column), static_cast<std::size_t>(PQgetlength(answer, 0, column))};
}

}  // namespace

Call::Call(const store::Key& key, const store::Operation& operation, const Moment& moment) noexcept {
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
  const int sent = prepared
                       ? PQsendQueryPrepared(connection, kStatement, kParameters, values_.data(), lengths_.data(), kBinary.data(), 1)
                       : PQsendQueryParams(connection, kApply, kParameters, nullptr, values_.data(), lengths_.data(), kBinary.data(), 1);
  return sent == 1 && PQpipelineSync(connection) == 1;
}

store::Result read_result(const PGresult* answer) {
  if (PQntuples(answer) != 1 || PQnfields(answer) != 4) throw Refused("backstay.apply_1 is not the function of this library", "42883");
  store::Result result;
  result.found = static_cast<store::Found>(number_of(answer, 0));
  if (PQgetisnull(answer, 0, 1) == 0) result.entry.fence = number_of(answer, 1);
  if (PQgetisnull(answer, 0, 2) == 0) result.entry.value = bytes_of(answer, 2);
  if (PQgetisnull(answer, 0, 3) == 0) result.entry.age_ns = number_of(answer, 3);
  return result;
}

}  // namespace backstay::core::postgres
