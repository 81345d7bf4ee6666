#include "core/store/postgres/pipeline.hpp"

#include <algorithm>
#include <climits>
#include <utility>

namespace backstay::core::postgres {

namespace {

// The server or a pooler ends the connection with it: shutdown, crash, protocol.
bool ends_connection(const std::string& code) { return code.starts_with("57P") || code.starts_with("08"); }

}  // namespace

Pipeline::Pipeline(Ready ready) : link_(std::move(ready.link)), prepared_(ready.prepared) {
  if (PQenterPipelineMode(link_->get()) != 1) throw link_->refusal(nullptr);
}

int64_t Pipeline::until_ns() const noexcept {
  int64_t first = INT64_MAX;
  for (const auto& flight : flying_) first = std::min(first, flight->until_ns());
  return first;
}

void Pipeline::send(std::unique_ptr<Flight>& flight, const Moment& moment) {
  flying_.push_back(nullptr);
  if (!Call(flight->key(), flight->operation(), moment).send(link_->get(), prepared_)) {
    flying_.pop_back();
    throw link_->refusal(nullptr);
  }
  flying_.back() = std::move(flight);
  unsent_ = true;
}

void Pipeline::flush() {
  const int left = PQflush(link_->get());
  if (left < 0) throw link_->refusal(nullptr);
  unsent_ = left != 0;
}

// An operation's answer is its row, nothing, and the end of its transaction; only by the last has it happened.
void Pipeline::receive(const std::function<void(Landed)>& land) {
  PGconn* const connection = link_->get();
  const bool there = PQconsumeInput(connection) == 1;
  int empty = 0;
  while (!flying_.empty() && PQisBusy(connection) == 0 && empty < 2) {
    const Answer answer(PQgetResult(connection));
    if (!answer) {
      ++empty;
      continue;
    }
    empty = 0;
    if (PQresultStatus(answer.get()) != PGRES_PIPELINE_SYNC) {
      take(answer);
      continue;
    }
    Landed landed = landing_ ? *std::exchange(landing_, std::nullopt) : Landed{.refused = Refused("no answer came", {})};
    landed.flight = std::move(flying_.front());
    flying_.pop_front();
    land(std::move(landed));
  }
  if (!there || PQstatus(connection) != CONNECTION_OK) throw link_->refusal(nullptr);
}

// What fails after the row has come, in the commit, is a failure of the whole.
void Pipeline::take(const Answer& answer) {
  landing_.emplace();
  try {
    if (PQresultStatus(answer.get()) != PGRES_TUPLES_OK) throw link_->refusal(answer.get());
    landing_->result = read_result(flying_.front()->operation(), answer.get());
  } catch (const Refused& refused) {
    if (ends_connection(refused.code())) throw;
    landing_->refused = refused;
  }
}

Flights Pipeline::give_up() noexcept {
  landing_.reset();
  return std::exchange(flying_, {});
}

}  // namespace backstay::core::postgres
