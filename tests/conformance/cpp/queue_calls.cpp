#include "queue_calls.hpp"

#include <poll.h>

#include <utility>

#include "answers.hpp"

namespace backstay::conformance {

namespace {

bool readable(const Queue& queue) {
  pollfd watched{};
  watched.fd = queue.fd();
  watched.events = POLLIN;
  return ::poll(&watched, 1, 0) == 1;
}

}  // namespace

std::optional<json> QueueCalls::answer(Runtime& runtime, const std::string& call, const json& args, const std::string& name) {
  if (call == "queue") {
    queues_.insert_or_assign(name, Named{runtime.queue(args.at("capacity").get<int64_t>()), {}});
    return done();
  }
  if (!args.contains("queue")) return std::nullopt;
  Named& named = queues_.at(args.at("queue"));
  const int64_t token = args.value("token", int64_t{0});
  if (call == "submit") {
    const echo::How how = args.value("held", false) ? echo::How::held : echo::How::at_once;
    return echo::submit(named.queue, token, args.at("data").get<std::string>(), how) ? json{{"accepted", true}} : json{{"full", true}};
  }
  if (call == "complete") return json{{"completed", echo::complete(named.queue, token)}};
  if (call == "cancel") return json{{"cancelled", named.queue.cancel(token)}};
  if (call == "drain") return drain(named, args.value("most", std::size_t{64}));
  if (call == "take" || call == "drop_result") return end_result(named, call == "take", token);
  if (call == "readable") return json{{"readable", readable(named.queue)}};
  if (call != "close_queue") return std::nullopt;
  named.queue.close();
  return done();
}

json QueueCalls::drain(Named& named, std::size_t most) {
  json records = json::array();
  for (Completion& completion : named.queue.drain(most)) {
    const int64_t token = completion.token();
    records.push_back({{"token", token}, {"status", backstay_status_name(completion.status())}, {"length", completion.length()}});
    named.drained.erase(token);
    if (completion.status() == BACKSTAY_OK) named.drained.emplace(token, std::move(completion));
  }
  return {{"records", records}};
}

json QueueCalls::end_result(Named& named, bool take, int64_t token) {
  const auto found = named.drained.find(token);
  if (found == named.drained.end()) return absent();
  if (take) return {{"data", found->second.take()}};
  if (!found->second.drop()) throw Error(BACKSTAY_INVALID_ARGUMENT, "result: it was taken or dropped before");
  return done();
}

}  // namespace backstay::conformance
