// A core that answers by a script, which is the policy's name: "<answers of enter>/<answers of exit>".
//
//   enter   P a permit · W<us> wait so long · F full, no place · G first: calls may start by the gate word
//   exit    D done · A<us> another attempt after so long · K done, and wake a parked caller
//
// When a list is used up, its last answer goes on. What was called stands in the snapshot's key "log".
#include <backstay/backstay.h>

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

struct backstay_runtime {
  int64_t references = 1;
};

struct backstay_policy {
  std::string name;
  std::vector<std::string> enters, exits;
  std::size_t entered = 0, exited = 0;
  int64_t references = 1, tickets = 0, word = 0, stripe = 0;
  std::string log;

  const std::string& answer(const std::vector<std::string>& list, std::size_t& next) {
    const std::string& found = list[next < list.size() ? next : list.size() - 1];
    ++next;
    return found;
  }
  void note(const std::string& what) { log += (log.empty() ? "\"" : ",\"") + what + "\""; }
};

namespace {

const int64_t kNever = 0;

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> list;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') list.emplace_back();
    list.back() += c;
  }
  return list;
}

int64_t number(const std::string& answer) { return std::strtoll(answer.c_str() + 1, nullptr, 10); }

backstay_status give(backstay_bytes* out, const std::string& text) {
  out->data = static_cast<char*>(std::malloc(text.size() + 1));
  std::memcpy(out->data, text.c_str(), text.size() + 1);
  out->length = static_cast<int64_t>(text.size());
  return BACKSTAY_OK;
}

}  // namespace

extern "C" {

const char* backstay_version(void) { return "scripted"; }
int64_t backstay_abi_version(void) {
  const char* version = std::getenv("SCRIPTED_ABI_VERSION");
  return version != nullptr ? std::atoll(version) : BACKSTAY_ABI_VERSION;
}
backstay_status backstay_build_info(backstay_bytes* out, backstay_error*) { return give(out, "{}"); }
backstay_status backstay_config_check(const char*, int64_t, backstay_bytes* out, backstay_error*) { return give(out, "{}"); }
backstay_status backstay_config_schema(backstay_bytes* out, backstay_error*) { return give(out, "{}"); }
void backstay_bytes_free(backstay_bytes* bytes) { std::free(bytes->data); }

backstay_status backstay_runtime_open(const char*, int64_t, backstay_runtime** out, backstay_error*) {
  *out = new backstay_runtime;
  return BACKSTAY_OK;
}
backstay_status backstay_runtime_create(const char*, int64_t, backstay_runtime** out, backstay_error* error) {
  return backstay_runtime_open(nullptr, 0, out, error);
}
backstay_status backstay_runtime_create_disabled(const char*, int64_t, backstay_runtime** out, backstay_error* error) {
  return backstay_runtime_open(nullptr, 0, out, error);
}
backstay_runtime* backstay_runtime_retain(backstay_runtime* runtime) {
  ++runtime->references;
  return runtime;
}
void backstay_runtime_release(backstay_runtime* runtime) {
  if (--runtime->references == 0) delete runtime;
}
backstay_status backstay_runtime_close(backstay_runtime*, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_runtime_policies(backstay_runtime*, backstay_bytes* out, backstay_error*) { return give(out, "[]"); }
backstay_status backstay_runtime_info(backstay_runtime*, backstay_bytes* out, backstay_error*) { return give(out, "{}"); }
backstay_status backstay_runtime_metrics(backstay_runtime*, const char*, int64_t, backstay_bytes* out, backstay_error*) {
  return give(out, "");
}
backstay_status backstay_runtime_events(backstay_runtime*, int64_t, backstay_bytes* out, backstay_error*) {
  return give(out, R"({"next": 0, "dropped": 0, "events": []})");
}
backstay_status backstay_runtime_advance(backstay_runtime*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_runtime_now(backstay_runtime*, int64_t* out, backstay_error*) {
  *out = 0;
  return BACKSTAY_OK;
}

backstay_status backstay_runtime_policy(backstay_runtime*, const char* name, int64_t length, backstay_policy** out, backstay_error*) {
  auto* policy = new backstay_policy;
  policy->name.assign(name, static_cast<std::size_t>(length));
  const std::size_t slash = policy->name.find('/');
  policy->enters = words(policy->name.substr(0, slash));
  policy->exits = words(policy->name.substr(slash + 1));
  if (policy->enters.front() == "G") {
    policy->word = BACKSTAY_GATE_START | 4;
    policy->enters.erase(policy->enters.begin());
  }
  *out = policy;
  return BACKSTAY_OK;
}
void backstay_policy_release(backstay_policy* policy) {
  if (--policy->references == 0) delete policy;
}
backstay_status backstay_policy_gate(backstay_policy* policy, backstay_gate* gate, backstay_error*) {
  gate->word = &policy->word;
  gate->stripes = &policy->stripe;
  gate->stripe_count = 1;
  gate->stripe_stride = 64;
  gate->event_sequence = gate->fork_generation = &kNever;
  return BACKSTAY_OK;
}
int64_t backstay_policy_needs_elapsed(backstay_policy*) { return 0; }
int64_t backstay_policy_now(backstay_policy*) { return 0; }

int64_t backstay_policy_enter_token(backstay_policy* policy, int64_t ticket, int64_t, int64_t) {
  policy->note("enter " + std::to_string(ticket));
  const std::string& answer = policy->answer(policy->enters, policy->entered);
  if (answer[0] == 'P') return 1000 + static_cast<int64_t>(policy->entered);
  const int64_t code = answer[0] == 'W' ? BACKSTAY_REASON_WAIT : BACKSTAY_REASON_FULL;
  return -((answer[0] == 'W' ? number(answer) : BACKSTAY_WAIT_UNKNOWN_US) << 8 | code);
}
int64_t backstay_policy_exit_token(backstay_policy* policy, int64_t token, int64_t outcome, int64_t, int64_t) {
  policy->note("exit " + std::to_string(token) + " " + std::to_string(outcome));
  const std::string& answer = policy->answer(policy->exits, policy->exited);
  if (answer[0] == 'A') return number(answer) << 8 | BACKSTAY_EXIT_AGAIN;
  return answer[0] == 'K' ? BACKSTAY_EXIT_WAKE : 0;
}
int64_t backstay_policy_ticket(backstay_policy* policy, int64_t) { return ++policy->tickets; }
int64_t backstay_policy_leave(backstay_policy* policy, int64_t ticket) {
  policy->note("leave " + std::to_string(ticket));
  return 0;
}
backstay_status backstay_policy_cause(backstay_policy*, int64_t, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_policy_snapshot(backstay_policy* policy, backstay_bytes* out, backstay_error*) {
  return give(out, R"({"policy": "", "key": null, "state": "", "patterns": {}, "log": [)" + policy->log + "]}");
}
backstay_status backstay_policy_keyed(backstay_policy* policy, const char*, int64_t, backstay_policy** out, backstay_error*) {
  ++policy->references;
  *out = policy;
  return BACKSTAY_OK;
}
backstay_status backstay_policy_retry_after(backstay_policy*, const char*, int64_t, int64_t*, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_force_open(backstay_policy*, const char*, int64_t, int64_t, backstay_error*) {
  return BACKSTAY_OK;
}
backstay_status backstay_circuit_breaker_force_closed(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_disable(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_metrics_only(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_reset(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
}
