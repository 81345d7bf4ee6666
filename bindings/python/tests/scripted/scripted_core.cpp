// A core that answers by a script, which is the policy's name: "<flags> <answers of enter>/<answers of exit>".
//
//   enter   P a permit · Q a permit whose token is the quiet gate word · W<us> wait so long · T<us> the same, by time alone
//           F full, no place · V the same, and wake a parked caller
//   exit    D done · A<us> another attempt after so long · K done, and wake a parked caller · E<n> given up after n attempts
//   flags   g calls may start by the gate word · m the clock is manual · h<ms> the policy sets a deadline so far away
//           l<n> the lot, by default its own · w giving a ticket up wakes another
//
// When a list is used up, its last answer goes on. What was called stands in the snapshot's key "log".
#include <backstay/backstay.h>

#include <time.h>

#include <algorithm>
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
  int64_t references = 1, tickets = 0, word = 0, stripe = 0, lot = 0, limit_ns = -1, deadline_ns = -1;
  bool manual = false, leave_wakes = false;
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

constexpr int64_t kQuietToken = BACKSTAY_GATE_QUIET | 64;
constexpr int kPlaceShift = 40;
int64_t manual_now = 0;

int64_t now_of(const backstay_policy& policy) {
  if (policy.manual) return manual_now;
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> list;
  for (const char c : text) {
    if (c == ' ') continue;
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) list.emplace_back();
    list.back() += c;
  }
  return list;
}

int64_t number(const std::string& answer) { return std::strtoll(answer.c_str() + 1, nullptr, 10); }

void set(backstay_policy& policy, const std::string& word) {
  switch (word[0]) {
    case 'g':
      policy.word = BACKSTAY_GATE_START | 4;
      break;
    case 'm':
      policy.manual = true;
      break;
    case 'h':
      policy.limit_ns = number(word) * 1'000'000;
      break;
    case 'l':
      policy.lot = number(word);
      break;
    case 'w':
      policy.leave_wakes = true;
      break;
    case 'Q':
      policy.word = kQuietToken;
      [[fallthrough]];
    default:
      policy.enters.push_back(word);
  }
}

backstay_status give(backstay_bytes* out, const std::string& text) {
  out->data = static_cast<char*>(std::malloc(text.size() + 1));
  std::memcpy(out->data, text.c_str(), text.size() + 1);
  out->length = static_cast<int64_t>(text.size());
  return BACKSTAY_OK;
}

}  // namespace

extern "C" {

const char* backstay_version(void) { return "scripted"; }
const char* backstay_status_name(int32_t) { return "scripted"; }
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
  *out = now_of({});
  return BACKSTAY_OK;
}

backstay_status backstay_runtime_policy(backstay_runtime*, const char* name, int64_t length, backstay_policy** out, backstay_error*) {
  auto* policy = new backstay_policy;
  policy->name.assign(name, static_cast<std::size_t>(length));
  const std::size_t slash = policy->name.find('/');
  policy->lot = reinterpret_cast<int64_t>(policy);
  for (const std::string& word : words(policy->name.substr(0, slash))) set(*policy, word);
  policy->exits = words(policy->name.substr(slash + 1));
  if (policy->exits.empty()) policy->exits.emplace_back("D");
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
  gate->lot = policy->lot;
  return BACKSTAY_OK;
}
int64_t backstay_policy_needs_elapsed(backstay_policy*) { return 0; }
int64_t backstay_policy_now(backstay_policy* policy) { return now_of(*policy); }

int64_t backstay_policy_enter_token(backstay_policy* policy, int64_t ticket, int64_t cost, int64_t deadline_ns) {
  policy->note("enter " + std::to_string(ticket & ~BACKSTAY_TICKET_TIMED) + (cost == 1 ? "" : " cost " + std::to_string(cost)) +
               (deadline_ns < 0 ? "" : " by"));
  const std::string& answer = policy->answer(policy->enters, policy->entered);
  if (answer[0] == 'P' || answer[0] == 'Q') {
    const int64_t own = policy->limit_ns < 0 ? -1 : now_of(*policy) + policy->limit_ns;
    policy->deadline_ns = own < 0 || deadline_ns < 0 ? std::max(own, deadline_ns) : std::min(own, deadline_ns);
    return answer[0] == 'Q' ? kQuietToken : 1000 + static_cast<int64_t>(policy->entered);
  }
  if (answer[0] == 'F') return -(BACKSTAY_WAIT_UNKNOWN_US << 8 | BACKSTAY_REASON_FULL);
  if (answer[0] == 'V') return -(BACKSTAY_WAIT_UNKNOWN_US << 8 | 0x80 | BACKSTAY_REASON_FULL);
  // Who waits keeps the place; one that time alone ends is told apart by a bit of the place.
  int64_t place = ticket != 0 && ticket < 1000 ? ticket : ++policy->tickets;
  if (answer[0] == 'T') place |= 1 << 20;
  return -(place << kPlaceShift | number(answer) << 8 | BACKSTAY_REASON_WAIT);
}
int64_t backstay_policy_exit_token(backstay_policy* policy, int64_t token, int64_t outcome, int64_t, int64_t) {
  policy->note("exit " + std::to_string(token) + " " + std::to_string(outcome));
  const std::string& answer = policy->answer(policy->exits, policy->exited);
  if (answer[0] == 'A') return token << kPlaceShift | number(answer) << 8 | BACKSTAY_EXIT_AGAIN;
  if (answer[0] == 'E')
    return int64_t{1'500'000} << 26 | int64_t{BACKSTAY_REASON_ATTEMPTS} << 18 | number(answer) << 8 | BACKSTAY_EXIT_EXHAUSTED;
  return answer[0] == 'K' ? BACKSTAY_EXIT_WAKE : 0;
}
int64_t backstay_policy_ticket(backstay_policy*, int64_t answer) {
  const int64_t place = std::abs(answer) >> kPlaceShift;
  return (place >> 20 & 1) != 0 ? (place & ~(1 << 20)) | BACKSTAY_TICKET_TIMED : place;
}
int64_t backstay_policy_leave(backstay_policy* policy, int64_t ticket) {
  policy->note("leave " + std::to_string(ticket & ~BACKSTAY_TICKET_TIMED));
  return policy->leave_wakes ? BACKSTAY_EXIT_WAKE : 0;
}
int64_t backstay_policy_deadline(backstay_policy* policy, int64_t) { return policy->deadline_ns; }
int64_t backstay_policy_has_deadlines(backstay_policy* policy) { return policy->limit_ns >= 0 ? 1 : 0; }
int64_t backstay_policy_pass_time(backstay_policy* policy, int64_t until_ns) {
  if (!policy->manual) return 0;
  manual_now = std::max(manual_now, until_ns);
  return 1;
}
backstay_status backstay_policy_fallback(backstay_policy* policy, int32_t reason, backstay_error*) {
  policy->note("fallback " + std::to_string(reason));
  return BACKSTAY_OK;
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
backstay_status backstay_bulkhead_set_limit(backstay_policy*, int64_t, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_rate_limit_peek(backstay_policy*, int64_t, backstay_rate*, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_rate_limit_reset(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_force_open(backstay_policy*, const char*, int64_t, int64_t, backstay_error*) {
  return BACKSTAY_OK;
}
backstay_status backstay_circuit_breaker_force_closed(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_disable(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_metrics_only(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
backstay_status backstay_circuit_breaker_reset(backstay_policy*, const char*, int64_t, backstay_error*) { return BACKSTAY_OK; }
// Stores have no script.
backstay_status backstay_queue_create(backstay_runtime*, int64_t, backstay_queue**, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
void backstay_queue_release(backstay_queue*) {}
backstay_status backstay_queue_close(backstay_queue*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_queue_fd(backstay_queue*) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_queue_drain(backstay_queue*, int64_t*, int64_t) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_queue_wait(backstay_queue*, int64_t) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_queue_cancel(backstay_queue*, int64_t) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_queue_take(backstay_queue*, int64_t, backstay_bytes*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_queue_drop(backstay_queue*, int64_t) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_echo_submit(backstay_queue*, int64_t, const char*, int64_t, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
int64_t backstay_echo_complete(backstay_queue*, int64_t) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_runtime_idempotency(backstay_runtime*, const char*, int64_t, backstay_idempotency**, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
void backstay_idempotency_handle_release(backstay_idempotency*) {}
backstay_status backstay_idempotency_claim(backstay_idempotency*, const char*, int64_t, const char*, int64_t, const char*, int64_t, int64_t,
                                           int64_t, backstay_claim**, backstay_claimed*, backstay_bytes*, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
int64_t backstay_idempotency_blocks(backstay_idempotency*) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_idempotency_claim_submit(backstay_idempotency*, backstay_queue*, int64_t, const char*, int64_t, const char*,
                                                  int64_t, const char*, int64_t, int64_t, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_claim_take(backstay_queue*, int64_t, backstay_claim**, backstay_claimed*, backstay_bytes*,
                                                backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
int64_t backstay_idempotency_pass_time(backstay_idempotency*, int64_t) { return BACKSTAY_UNSUPPORTED; }
backstay_idempotency* backstay_idempotency_handle_retain(backstay_idempotency* idempotency) { return idempotency; }
backstay_claim* backstay_claim_retain(backstay_claim* claim) { return claim; }
void backstay_claim_release(backstay_claim*) {}
backstay_status backstay_idempotency_complete(backstay_claim*, int64_t, int64_t, const char*, int64_t, const char*, int64_t, const char*,
                                              int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_fail(backstay_claim*, int64_t, const char*, int64_t, const char*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_release(backstay_claim*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_idempotency_heartbeat(backstay_claim*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_idempotency_set_recovery_point(backstay_claim*, const char*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_complete_submit(backstay_claim*, backstay_queue*, int64_t, int64_t, int64_t, const char*, int64_t,
                                                     const char*, int64_t, const char*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_fail_submit(backstay_claim*, backstay_queue*, int64_t, int64_t, const char*, int64_t, const char*,
                                                 int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_release_submit(backstay_claim*, backstay_queue*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_heartbeat_submit(backstay_claim*, backstay_queue*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_set_recovery_point_submit(backstay_claim*, backstay_queue*, int64_t, const char*, int64_t,
                                                               backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_end_take(backstay_queue*, int64_t, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
const char* backstay_idempotency_key_header(backstay_idempotency*) { return ""; }
int64_t backstay_idempotency_maximum_body(backstay_idempotency*) { return BACKSTAY_UNSUPPORTED; }
int64_t backstay_idempotency_wants(backstay_idempotency*, const char*, int64_t, const char*, int64_t) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_idempotency_serve(backstay_idempotency*, const char*, int64_t, const char*, int64_t, const char*, int64_t,
                                           const char*, int64_t, const char*, int64_t, const char*, int64_t, const char*, int64_t,
                                           const char*, int64_t, int64_t, int64_t, backstay_claim**, backstay_served*, backstay_bytes*,
                                           backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_serve_submit(backstay_idempotency*, backstay_queue*, int64_t, const char*, int64_t, const char*,
                                                  int64_t, const char*, int64_t, const char*, int64_t, const char*, int64_t, const char*,
                                                  int64_t, const char*, int64_t, const char*, int64_t, int64_t, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_serve_take(backstay_queue*, int64_t, backstay_claim**, backstay_served*, backstay_bytes*,
                                                backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_respond(backstay_claim*, int64_t, const char*, int64_t, const char*, int64_t, int64_t,
                                             backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_respond_submit(backstay_claim*, backstay_queue*, int64_t, int64_t, const char*, int64_t, const char*,
                                                    int64_t, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_set_on_unavailable(backstay_idempotency*, int64_t, const char*, int64_t, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_keys_list(backstay_idempotency*, const char*, int64_t, int64_t, backstay_bytes*, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_keys_show(backstay_idempotency*, const char*, int64_t, const char*, int64_t, int64_t, backstay_bytes*,
                                               backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_keys_remove(backstay_idempotency*, const char*, int64_t, const char*, int64_t, int64_t,
                                                 backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_idempotency_sweep(backstay_idempotency*, int64_t, int64_t*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_runtime_stores_examine(backstay_runtime*, backstay_bytes*, backstay_error*) { return BACKSTAY_UNSUPPORTED; }
backstay_status backstay_runtime_store_migrate(backstay_runtime*, const char*, int64_t, backstay_bytes*, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
backstay_status backstay_runtime_store_migration(backstay_runtime*, const char*, int64_t, backstay_bytes*, backstay_error*) {
  return BACKSTAY_UNSUPPORTED;
}
}
