/*
 * Backstay: the policy, one handle for every guard around a call, whatever patterns it is made of.
 *
 * enter asks, the caller acts, exit reports. The core never calls, sleeps or waits. A permit carries the generation of the
 * state that gave it, so a late result never counts against a newer state.
 *
 *   enter answers        the caller                          exit answers
 *   permit               acts, then reports an outcome       done | again after ns | + wake | + events | + late
 *   rejected             fails fast; retry_after says when
 *   wait                 parks with the ticket, enters again    (woken by another's exit, or when the wait is over)
 *
 *   outcome      counts as        when
 *   success      success          the call did what it should
 *   failure      failure          it failed; panics and unexpected exceptions too
 *   timeout      failure          a deadline passed
 *   cancelled    nothing          the caller gave up; a timeout if it had lasted longer than the slow-call limit
 *   neutral      nothing          ignored; the permit returns
 *   permanent    failure          it failed, and another attempt would not help
 *
 * To park without missing a wake: park, then enter once more with the ticket, and sleep if the answer is still WAIT.
 *
 * Threads: any function from any thread; enter and exit neither block nor allocate, once as many calls as now have been in flight
 * before, and lock only around a queue that callers wait in. Fork: a permit taken before a fork is
 * neutral in the child. Not here: sleeping, retrying and cancelling, which are the caller's.
 */
#ifndef BACKSTAY_POLICY_H
#define BACKSTAY_POLICY_H

#include "backstay/base.h"
#include "backstay/runtime.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of enter_token's negative answers: the code is in the low 7 bits of the magnitude; WAKE as in an exit's answer; the wait in
 * microseconds above. On WAIT the wait is in the low 32 bits, with more above that is for backstay_policy_ticket alone. */
#define BACKSTAY_ENTER_CODE(answer) ((int32_t)((-(answer)) & 0x7f))
#define BACKSTAY_ENTER_WAKE(answer) ((int32_t)(((-(answer)) >> 7) & 1))
#define BACKSTAY_ENTER_WAIT_US(answer) (((-(answer)) >> 8) & (BACKSTAY_ENTER_CODE(answer) == BACKSTAY_REASON_WAIT ? 0xffffffff : INT64_MAX))
/* The wait that means: unknown. */
#define BACKSTAY_WAIT_UNKNOWN_US (((int64_t)1 << 54) - 1)
/* Of exit_token's positive answers: BACKSTAY_EXIT_* flags in the low 8 bits. With AGAIN the pause before the next attempt, in
 * microseconds; with EXHAUSTED the number of attempts, why there is no more (BACKSTAY_REASON_*), and the time since the call began. */
#define BACKSTAY_EXIT_FLAGS(answer) ((int32_t)((answer) & 0xff))
#define BACKSTAY_EXIT_WAIT_US(answer) (((answer) >> 8) & 0xffffffff)
#define BACKSTAY_EXIT_ATTEMPTS(answer) (((answer) >> 8) & 0x3ff)
#define BACKSTAY_EXIT_REASON(answer) ((int32_t)(((answer) >> 18) & 0xff))
#define BACKSTAY_EXIT_ELAPSED_US(answer) ((answer) >> 26)

/* Bit of a ticket: the wait ends with time alone, and nobody wakes it. The lowest ticket is the one that waits longest. */
#define BACKSTAY_TICKET_TIMED ((int64_t)1 << 61)

/* Bits of the gate word. */
#define BACKSTAY_GATE_START ((int64_t)1) /* a call may start without enter_token; the word read is its token */
#define BACKSTAY_GATE_QUIET ((int64_t)2) /* a success needs no report while the word is unchanged; add one to a stripe */

/* Where a binding finds a policy's hot words. The addresses stay valid as long as the policy is referenced. Load `word` with
 * acquire order; add to the first int64_t of a stripe with an atomic relaxed add. */
typedef struct backstay_gate {
  int64_t struct_size;
  const int64_t* word;            /* the gate word */
  int64_t* stripes;               /* first metrics stripe; its first int64_t counts quiet successes */
  int64_t stripe_count;           /* a power of two */
  int64_t stripe_stride;          /* bytes from one stripe to the next */
  const int64_t* event_sequence;  /* number of events so far; differs from what was read: there is something to log */
  const int64_t* fork_generation; /* differs after a fork: start by enter_token once, and report older tokens by exit_token */
  int64_t lot;                    /* where callers park that an exit may wake: equal for policies that share a queue; 0: none */
} backstay_gate;

#define BACKSTAY_GATE_INIT {(int64_t)sizeof(backstay_gate), 0, 0, 0, 0, 0, 0, 0}

/* A permit, or why there is none. Caller-owned plain memory. */
typedef struct backstay_permit {
  int64_t struct_size;
  int64_t token;          /* > 0 while the permit is out, else 0 */
  int64_t retry_after_ns; /* rejected: how long until a call may pass, or BACKSTAY_UNKNOWN. Before exit: set it to report one */
  int64_t started_ns;     /* when it was taken, on the runtime's clock; BACKSTAY_UNKNOWN where the policy needs no time */
  int32_t reason;         /* rejected: BACKSTAY_REASON_*; else 0 */
  int32_t flags;          /* after exit: BACKSTAY_EXIT_* */
  int64_t ticket;         /* after WAIT and AGAIN: what the next enter is asked with. 0 before a call */
  int64_t cost;           /* before enter: the weight of the call, 1 to 2^31 */
  int64_t deadline_ns;    /* before enter: the caller's, on the runtime's clock, or -1; while out: the permit's, or -1 */
  int64_t attempts;       /* after EXHAUSTED: how many there were */
  int64_t elapsed_ns;     /* after EXHAUSTED: time since the call began */
} backstay_permit;

#define BACKSTAY_PERMIT_INIT {(int64_t)sizeof(backstay_permit), 0, BACKSTAY_UNKNOWN, BACKSTAY_UNKNOWN, 0, 0, 0, 1, BACKSTAY_UNKNOWN, 0, 0}

/* Prepare a permit, with the values of BACKSTAY_PERMIT_INIT. `permit` may be NULL. Since 1. */
BACKSTAY_API void backstay_permit_init(backstay_permit* permit /* nullable */);

/* Prepare a gate, with the values of BACKSTAY_GATE_INIT. `gate` may be NULL. Since 1. */
BACKSTAY_API void backstay_gate_init(backstay_gate* gate /* nullable */);

/* Take one more reference and return the same handle. NULL gives NULL. Since 1. */
BACKSTAY_API backstay_policy* backstay_policy_retain(backstay_policy* policy /* nullable */);

/* Give one reference back. NULL is fine. Since 1. */
BACKSTAY_API void backstay_policy_release(backstay_policy* policy /* nullable */);

/* Ask for a permit. OK: `permit` holds one, report it exactly once. REJECTED: reason and retry_after_ns are set. WAIT: park for at most
 * retry_after_ns, then enter again with the same `permit`, or give up with backstay_policy_leave(policy, permit->ticket).
 * Errors: CLOSED, FORKED, INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_policy_enter(backstay_policy* policy, backstay_permit* permit, backstay_error* error);

/* Report how the call ended. `outcome` is BACKSTAY_OUTCOME_*; the elapsed time is measured where the policy needs it; set
 * permit->retry_after_ns first to pass on a Retry-After. The permit is used up, also by a late result (see permit->flags).
 * OK: the call is over. AGAIN: pause for permit->retry_after_ns, then enter with the same `permit` for the next attempt, or give up
 * with backstay_policy_leave. Errors: INVALID_ARGUMENT (no permit, unknown outcome), CLOSED. Since 1. */
BACKSTAY_API backstay_status backstay_policy_exit(backstay_policy* policy, backstay_permit* permit, int32_t outcome, backstay_error* error);

/* Ask for a permit by scalars, for bindings. `ticket` is 0 the first time, after WAIT and AGAIN what backstay_policy_ticket gives.
 * `cost` is 1 unless weighted (1 to 2^31). `deadline_ns` on the runtime's clock, or -1: nothing starts after it, and no wait goes
 * beyond it. Returns a token > 0, or -(wait_us << 8 | wake << 7 | code) with a BACKSTAY_REASON_* code; never 0. Since 1. */
BACKSTAY_API int64_t backstay_policy_enter_token(backstay_policy* policy, int64_t ticket, int64_t cost, int64_t deadline_ns);

/* Report by scalars. `elapsed_ns` is -1 where backstay_policy_needs_elapsed says 0; `retry_after_ns` is -1 for none.
 * Returns 0, or details << 8 | BACKSTAY_EXIT_* flags, or a negative status; after INVALID_ARGUMENT the permit is still out. Since 1. */
BACKSTAY_API int64_t backstay_policy_exit_token(backstay_policy* policy, int64_t token, int64_t outcome, int64_t elapsed_ns,
                                                int64_t retry_after_ns);

/* The same two for hosts to which a crossing into C is dear: begin is enter_token that also tells, where it gives a token, when the call
 * started and when it must have ended (backstay_policy_deadline), both on the runtime's clock and -1 where the policy needs none; end
 * is exit_token with the elapsed time measured since `started_ns`, -1 for not known. Answers as the two above. Since 1. */
BACKSTAY_API int64_t backstay_policy_begin(backstay_policy* policy, int64_t ticket, int64_t cost, int64_t deadline_ns,
                                           int64_t* out_started_ns /* nullable */, int64_t* out_deadline_ns /* nullable */);

/* See backstay_policy_begin. Since 1. */
BACKSTAY_API int64_t backstay_policy_end(backstay_policy* policy, int64_t token, int64_t outcome, int64_t started_ns,
                                         int64_t retry_after_ns);

/* Return the ticket of an enter's answer WAIT or of an exit's answer AGAIN; 0 where neither was answered. Ask at once, and only the
 * caller who was answered. Since 1. */
BACKSTAY_API int64_t backstay_policy_ticket(backstay_policy* policy, int64_t answer);

/* Give a ticket up: the caller that waits, or pauses between attempts, was cancelled. Returns exit flags (wake, where the place goes
 * to another), or a negative status; an unknown ticket is INVALID_ARGUMENT. Since 1. */
BACKSTAY_API int64_t backstay_policy_leave(backstay_policy* policy, int64_t ticket);

/* Return when the call behind `token` must have ended, on the runtime's clock; -1: it has no deadline, or the token is none of a call
 * in flight. Where backstay_policy_has_deadlines says 0 nobody needs to ask. Since 1. */
BACKSTAY_API int64_t backstay_policy_deadline(backstay_policy* policy, int64_t token);

/* Return 1 where the policy itself sets deadlines, 0 where it sets none, a negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_policy_has_deadlines(backstay_policy* policy);

/* Let time pass on a manual clock: move it to `until_ns` and return 1, so that tests of pauses need none. On the system clock return 0
 * and do nothing: the caller sleeps. A negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_policy_pass_time(backstay_policy* policy, int64_t until_ns);

/* Count that a fallback supplied the result of a call: `reason` is the BACKSTAY_REASON_* of the refusal, 0 where the call itself
 * failed. Errors: INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_policy_fallback(backstay_policy* policy, int32_t reason, backstay_error* error);

/* Return 1 where exit_token must be given the elapsed time, 0 where -1 will do, a negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_policy_needs_elapsed(backstay_policy* policy);

/* Read the runtime's clock in nanoseconds since its epoch, to measure elapsed time; a negative status on misuse. Since 1. */
BACKSTAY_API int64_t backstay_policy_now(backstay_policy* policy);

/* Find the hot words of the policy. Errors: INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_policy_gate(backstay_policy* policy, backstay_gate* gate, backstay_error* error);

/* Note why the call behind `token` failed (an error class, cut at 64 bytes), before its failure is reported. Snapshot and log
 * show the last ones. Errors: INVALID_ARGUMENT, CLOSED. Since 1. */
BACKSTAY_API backstay_status backstay_policy_cause(backstay_policy* policy, int64_t token, const char* cause, int64_t cause_length,
                                                   backstay_error* error);

/* Translate a Retry-After header (seconds, or an HTTP date of RFC 9110) into nanoseconds from now; a date in the past gives 0.
 * Errors: INVALID_ARGUMENT (neither form). Since 1. */
BACKSTAY_API backstay_status backstay_policy_retry_after(backstay_policy* policy, const char* header, int64_t header_length,
                                                         int64_t* out_ns, backstay_error* error);

/* Get the policy's own instance for one host, tenant or user; the same key gives the same instance while it is kept. Bounded:
 * when the configured number is reached, the longest unused healthy one is forgotten. Keys are 1 to 256 bytes.
 * `out` receives a reference. Errors: INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY. Since 1. */
BACKSTAY_API backstay_status backstay_policy_keyed(backstay_policy* policy, const char* key, int64_t key_length, backstay_policy** out,
                                                   backstay_error* error);

/* Describe the policy as JSON: {"policy", "key", "state", "patterns": {"circuit_breaker": {"state", "integers", "doubles",
 * "texts", "causes"}}}; the fields are in the catalogue. Never changes anything. Errors: CLOSED, INVALID_ARGUMENT. Since 1. */
BACKSTAY_API backstay_status backstay_policy_snapshot(backstay_policy* policy, backstay_bytes* out, backstay_error* error);

/* Return the policy's name; owned by the policy, NULL only for NULL. Since 1. */
BACKSTAY_API const char* backstay_policy_name(backstay_policy* policy /* nullable */);

#ifdef __cplusplus
}
#endif

#endif
