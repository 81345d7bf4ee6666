// Generated from the headers in capi/include/backstay by packaging/generate/rust.py; do not edit.
use core::ffi::c_char;
use core::marker::{PhantomData, PhantomPinned};

pub type backstay_status = i32;

#[repr(C)]
pub struct backstay_idempotency {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

#[repr(C)]
pub struct backstay_claim {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

#[repr(C)]
pub struct backstay_queue {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

#[repr(C)]
pub struct backstay_runtime {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

#[repr(C)]
pub struct backstay_policy {
    _opaque: [u8; 0],
    _pinned: PhantomData<(*mut u8, PhantomPinned)>,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_error {
    pub struct_size: i64,
    pub code: i32,
    pub reserved: i32,
    pub message: [c_char; 1008],
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_bytes {
    pub struct_size: i64,
    pub length: i64,
    pub data: *mut c_char,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_claimed {
    pub struct_size: i64,
    pub fence: i64,
    pub retry_after_ns: i64,
    pub again_ns: i64,
    pub takeovers: i64,
    pub answer_kind: i64,
    pub status_code: i64,
    pub message_length: i64,
    pub recovery_point_length: i64,
    pub content_type_length: i64,
    pub headers_length: i64,
    pub body_length: i64,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_served {
    pub struct_size: i64,
    pub action: i64,
    pub status: i64,
    pub fence: i64,
    pub takeovers: i64,
    pub retry_after_ns: i64,
    pub again_ns: i64,
    pub status_code: i64,
    pub recovery_point_length: i64,
    pub headers_length: i64,
    pub body_length: i64,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_gate {
    pub struct_size: i64,
    pub word: *const i64,
    pub stripes: *mut i64,
    pub stripe_count: i64,
    pub stripe_stride: i64,
    pub event_sequence: *const i64,
    pub fork_generation: *const i64,
    pub lot: i64,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_permit {
    pub struct_size: i64,
    pub token: i64,
    pub retry_after_ns: i64,
    pub started_ns: i64,
    pub reason: i32,
    pub flags: i32,
    pub ticket: i64,
    pub cost: i64,
    pub deadline_ns: i64,
    pub attempts: i64,
    pub elapsed_ns: i64,
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct backstay_rate {
    pub struct_size: i64,
    pub allowed: i64,
    pub limit: i64,
    pub remaining: i64,
    pub retry_after_ns: i64,
    pub reset_after_ns: i64,
}

unsafe extern "C" {
    /// Prepare an error for its first use. `error` may be NULL. Since 1.
    pub fn backstay_error_init(error: *mut backstay_error);

    /// Prepare bytes for their first use. `bytes` may be NULL. Since 1.
    pub fn backstay_bytes_init(bytes: *mut backstay_bytes);

    /// Free what the library put into `bytes` and make it empty again; it may be used anew. NULL and empty are fine. Since 1.
    pub fn backstay_bytes_free(bytes: *mut backstay_bytes);

    /// Return the library's version, such as "0.1.0". Static text, never NULL. Since 1.
    pub fn backstay_version() -> *const c_char;

    /// Return the library's ABI version; refuse to run when it is below the BACKSTAY_ABI_VERSION compiled with. Since 1.
    pub fn backstay_abi_version() -> i64;

    /// Return the catalogue's name of a status, such as "invalid_argument"; "unknown" for any other number. Static text. Since 1.
    pub fn backstay_status_name(status: i32) -> *const c_char;

    /// Return the catalogue's name of a reason, such as "half_open"; "unknown" for any other number. Static text. Since 1.
    pub fn backstay_reason_name(reason: i32) -> *const c_char;

    /// Describe the build as JSON: version, abi_version, compiler, and the bundled libraries with their versions. `out` receives owned bytes. Errors: INVALID_ARGUMENT (out is NULL), OUT_OF_MEMORY. Since 1.
    pub fn backstay_build_info(out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Change the limit (1 to 1,000,000) until the next change. More: the longest waiters get the new places, so wake all who are parked in the policy's lot. Less: calls in flight end as they are. `reason` (1 to 128 bytes of UTF-8) is recorded as an event. Since 1.
    pub fn backstay_bulkhead_set_limit(policy: *mut backstay_policy, limit: i64, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Reject every call, for `duration_ns` (then half-open with the next caller), or until another control with -1. The duration is rounded up to milliseconds, at most ten years. Since 1.
    pub fn backstay_circuit_breaker_force_open(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, duration_ns: i64, error: *mut backstay_error) -> backstay_status;

    /// Move once to closed with an empty window; the rules apply on. Since 1.
    pub fn backstay_circuit_breaker_force_closed(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Let every call pass and evaluate nothing, until another control. Since 1.
    pub fn backstay_circuit_breaker_disable(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Let every call pass, count all of them, and never trip, until another control. Since 1.
    pub fn backstay_circuit_breaker_metrics_only(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Go back to how the breaker was configured to start: its first state, empty window, no remembered trips or causes. Totals in metrics go on. Since 1.
    pub fn backstay_circuit_breaker_reset(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Check a configuration document and report all findings together, as JSON: {"valid": bool, "findings": \[{"severity": "error"|"warning", "path": "policies.payments.circuit_breaker.open_for",  "value": "…", "problem": "…", "allowed": "…", "message": "…"}\]}. `json_length` may be -1. Returns OK when the document could be looked at, valid or not; that it is no UTF-8 is a finding, too. Errors: INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_config_check(json: *const c_char, json_length: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Return the JSON Schema (draft 2020-12) of the configuration, with defaults and descriptions. Errors: INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_config_schema(out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Submit bytes (any, at most 1 MiB, borrowed for the call) under a token of the caller's (any number that is not on its way on this queue). OK: accepted, a record with the token will come, also where it comes at once. FULL: nothing was accepted; drain and submit again. Errors: INVALID_ARGUMENT (a token on its way, `how`), CLOSED, OUT_OF_MEMORY. Since 1.
    pub fn backstay_echo_submit(queue: *mut backstay_queue, token: i64, data: *const c_char, data_length: i64, how: i64, error: *mut backstay_error) -> backstay_status;

    /// Complete what is held under a token. Returns 1; 0 where nothing is held under it any more. A negative status on misuse. Since 1.
    pub fn backstay_echo_complete(queue: *mut backstay_queue, token: i64) -> i64;

    /// Prepare it, with the values of BACKSTAY_CLAIMED_INIT. `claimed` may be NULL. Since 1.
    pub fn backstay_claimed_init(claimed: *mut backstay_claimed);

    /// Get an idempotency of the document by its name. `out` receives a reference, which also keeps the runtime. Errors: NOT_FOUND with near matches, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_idempotency(runtime: *mut backstay_runtime, name: *const c_char, name_length: i64, out: *mut *mut backstay_idempotency, error: *mut backstay_error) -> backstay_status;

    /// Take one more reference and return the same handle. NULL gives NULL. Since 1.
    pub fn backstay_idempotency_handle_retain(idempotency: *mut backstay_idempotency) -> *mut backstay_idempotency;

    /// Give one reference back. NULL is fine. Since 1.
    pub fn backstay_idempotency_handle_release(idempotency: *mut backstay_idempotency);

    /// Claim a key (1 to 255 bytes of UTF-8). Keys of different scopes (up to 255 bytes without control characters; NULL or empty: none) are different keys. A fingerprint (up to 255 bytes; NULL or empty: none) tells the request: where both claims gave one, they must agree. `lease_ns` is from 10 ms to a day, or BACKSTAY_UNKNOWN: as configured. `waited_ns` is 0 at first, see again_ns. `out` receives the claim where the caller holds the key, else NULL; `claimed` and `text` (its parts one after the other) are written in any case. Blocks as long as the store takes, see backstay_idempotency_blocks. Returns a status of the table. Errors: CORRUPT, STORE_UNAVAILABLE (claim again: if the key was got, it is got again once the lease ran out), FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_claim(idempotency: *mut backstay_idempotency, scope: *const c_char, scope_length: i64, key: *const c_char, key_length: i64, fingerprint: *const c_char, fingerprint_length: i64, lease_ns: i64, waited_ns: i64, out: *mut *mut backstay_claim, claimed: *mut backstay_claimed, text: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Return 1 where the calls here may have to wait for the store, so that an event loop submits instead; 0 where they never do: with `memory:`. A negative status on misuse. Since 1.
    pub fn backstay_idempotency_blocks(idempotency: *mut backstay_idempotency) -> i64;

    /// The claim without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime; its result is for backstay_idempotency_claim_take, which says what the waiting form says. FULL: nothing was accepted; drain and submit again. A claim that is cancelled before the store came to it never happens; a new one that nobody takes (cancelled later, or dropped) gives its key back. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_claim_submit(idempotency: *mut backstay_idempotency, queue: *mut backstay_queue, token: i64, scope: *const c_char, scope_length: i64, key: *const c_char, key_length: i64, fingerprint: *const c_char, fingerprint_length: i64, lease_ns: i64, waited_ns: i64, error: *mut backstay_error) -> backstay_status;

    /// Take what a submitted claim came to, which is used up by it. Writes, returns and fails as backstay_idempotency_claim; INVALID_ARGUMENT also where the queue has no such result, or it was taken or dropped before. Since 1.
    pub fn backstay_idempotency_claim_take(queue: *mut backstay_queue, result: i64, out: *mut *mut backstay_claim, claimed: *mut backstay_claimed, text: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Before a pause of `pause_ns` until the next try: on a manual clock, move it by so much and return 1, so that tests of waits need none. On the system clock return 0 and do nothing: the caller sleeps. A negative status on misuse. Since 1.
    pub fn backstay_idempotency_pass_time(idempotency: *mut backstay_idempotency, pause_ns: i64) -> i64;

    /// Take one more reference and return the same handle. NULL gives NULL. Since 1.
    pub fn backstay_claim_retain(claim: *mut backstay_claim) -> *mut backstay_claim;

    /// Give one reference back. NULL is fine. A claim that was not ended holds its key until the lease runs out: who vanished may have acted. Since 1.
    pub fn backstay_claim_release(claim: *mut backstay_claim);

    /// Store the answer and give the key up. `kind` is a BACKSTAY_ANSWER_*, `status_code` 0 to 999, `content_type` up to 255 bytes of UTF-8, `headers` up to 64 KiB of UTF-8, `body` any bytes; above the configured maximum_body it is not kept, since the effect has happened. Returns OK, or LOST_LEASE: the key is somebody else's, or another call has ended this claim or is about to. Errors: STORE_UNAVAILABLE (try again: an answer that had been stored is not stored twice), FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_complete(claim: *mut backstay_claim, kind: i64, status_code: i64, content_type: *const c_char, content_type_length: i64, headers: *const c_char, headers_length: i64, body: *const c_char, body_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Say that the work failed, by the name of the error's kind (`type`, of which 255 bytes are kept) and its words (`message`, of which 64 KiB are kept); what is no UTF-8 in them is replaced. `retryable` 1: the key is released, and the next claim acts. 0: as the configured on_failure says, the key stays held until the lease runs out, or the failure is stored as the answer: JSON with `error` and `message`, which is a claim's message from then on. Returns and errors as complete. Since 1.
    pub fn backstay_idempotency_fail(claim: *mut backstay_claim, retryable: i64, type_: *const c_char, type_length: i64, message: *const c_char, message_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Give the key up as if it had never been claimed: the next claim acts. Returns and errors as complete. Since 1.
    pub fn backstay_idempotency_release(claim: *mut backstay_claim, error: *mut backstay_error) -> backstay_status;

    /// Begin the lease anew. Returns and errors as complete; may come from a thread of its own. Since 1.
    pub fn backstay_idempotency_heartbeat(claim: *mut backstay_claim, error: *mut backstay_error) -> backstay_status;

    /// Say how far the work has come (1 to 4,096 bytes of UTF-8), for whoever takes the key over; begins the lease anew. Returns and errors as complete. Since 1.
    pub fn backstay_idempotency_set_recovery_point(claim: *mut backstay_claim, point: *const c_char, point_length: i64, error: *mut backstay_error) -> backstay_status;

    /// The answer without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime; its result is for backstay_idempotency_end_take, which says what the waiting form says. FULL: nothing was accepted; drain and submit again. One that is cancelled happens all the same, since the work behind it is done. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_complete_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, kind: i64, status_code: i64, content_type: *const c_char, content_type_length: i64, headers: *const c_char, headers_length: i64, body: *const c_char, body_length: i64, error: *mut backstay_error) -> backstay_status;

    /// The failure without waiting: as backstay_idempotency_complete_submit. Since 1.
    pub fn backstay_idempotency_fail_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, retryable: i64, type_: *const c_char, type_length: i64, message: *const c_char, message_length: i64, error: *mut backstay_error) -> backstay_status;

    /// The release without waiting: as backstay_idempotency_complete_submit. Since 1.
    pub fn backstay_idempotency_release_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, error: *mut backstay_error) -> backstay_status;

    /// The heartbeat without waiting: as backstay_idempotency_complete_submit. Since 1.
    pub fn backstay_idempotency_heartbeat_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, error: *mut backstay_error) -> backstay_status;

    /// The recovery point without waiting: as backstay_idempotency_complete_submit. Since 1.
    pub fn backstay_idempotency_set_recovery_point_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, point: *const c_char, point_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Take what a submitted answer, failure, release, heartbeat or recovery point came to, which is used up by it. Returns OK, or LOST_LEASE, and fails as the waiting form; INVALID_ARGUMENT also where the queue has no such result, or it was taken or dropped before. Since 1.
    pub fn backstay_idempotency_end_take(queue: *mut backstay_queue, result: i64, error: *mut backstay_error) -> backstay_status;

    /// Prepare it, with the values of BACKSTAY_SERVED_INIT. `served` may be NULL. Since 1.
    pub fn backstay_served_init(served: *mut backstay_served);

    /// Return the name of the request header that holds the key, as configured. The text lives as long as the handle. NULL gives NULL. Since 1.
    pub fn backstay_idempotency_key_header(idempotency: *mut backstay_idempotency) -> *const c_char;

    /// Return how many bytes of an answer's body are kept, as configured (maximum_body): who buffers it needs no more, and responds with kept 0 where there is more. A negative status on misuse. Since 1.
    pub fn backstay_idempotency_maximum_body(idempotency: *mut backstay_idempotency) -> i64;

    /// Ask whether a request is served. 0: it passes, since its method is not one of the configured ones, or it has no key and keys are optional. Otherwise so many bytes of its body are taken: read up to that, then serve. Cheap: for every request. A `key_header` that is NULL is absent. A negative status on misuse. Since 1.
    pub fn backstay_idempotency_wants(idempotency: *mut backstay_idempotency, method: *const c_char, method_length: i64, key_header: *const c_char, key_header_length: i64) -> i64;

    /// Decide what is done with a request, and claim its key. All texts are any bytes up to 1 MiB, as the client sent them: `method`; `target`: path and query; `route`: the path's pattern (NULL or empty: the path of the target); `key_header`: the value of the header that backstay_idempotency_key_header names (NULL: absent; several fields of the name are joined by ", "; a face that can't tell empty from absent hands over a space for a field that is there and empty); `tenant` and `principal`: who asks, as the application knows it (NULL or empty: unknown); `credentials`: the value of Authorization, a line feed, the value of Cookie, either empty where it is absent. Without a principal Authorization tells users apart, and without that Cookie. `body` is the request's; where it is longer than wants said, any part of it that is longer than that. `declared_length` is that of Content-Length, or BACKSTAY_UNKNOWN. `waited_ns` is 0 at first, see BACKSTAY_SERVE_AGAIN. `out` receives the claim with HOLD, else NULL; `served` and `text` (recovery point, headers, body) are written in any case. Blocks as long as the store takes, see backstay_idempotency_blocks. Returns OK, whatever is to be done; what the store can't do is a REPLY too, or, with on_unavailable: run, a HOLD whose claim does nothing. Errors: FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_serve(idempotency: *mut backstay_idempotency, method: *const c_char, method_length: i64, target: *const c_char, target_length: i64, route: *const c_char, route_length: i64, key_header: *const c_char, key_header_length: i64, tenant: *const c_char, tenant_length: i64, principal: *const c_char, principal_length: i64, credentials: *const c_char, credentials_length: i64, body: *const c_char, body_length: i64, declared_length: i64, waited_ns: i64, out: *mut *mut backstay_claim, served: *mut backstay_served, text: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// The same without waiting: OK: accepted, a record with the token comes on the queue, which is one of the same runtime, also where no claim is needed; its result is for backstay_idempotency_serve_take, which says what the waiting form says. FULL: nothing was accepted; drain and submit again. One that is cancelled before the store came to it never happens; a new claim that nobody takes gives its key back. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_idempotency_serve_submit(idempotency: *mut backstay_idempotency, queue: *mut backstay_queue, token: i64, method: *const c_char, method_length: i64, target: *const c_char, target_length: i64, route: *const c_char, route_length: i64, key_header: *const c_char, key_header_length: i64, tenant: *const c_char, tenant_length: i64, principal: *const c_char, principal_length: i64, credentials: *const c_char, credentials_length: i64, body: *const c_char, body_length: i64, declared_length: i64, waited_ns: i64, error: *mut backstay_error) -> backstay_status;

    /// Take what a submitted request came to, which is used up by it. Writes, returns and fails as backstay_idempotency_serve; INVALID_ARGUMENT also where the queue has no such result, or it was taken or dropped before. Since 1.
    pub fn backstay_idempotency_serve_take(queue: *mut backstay_queue, result: i64, out: *mut *mut backstay_claim, served: *mut backstay_served, text: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Report the answer of a handler that ran with a claim. By `status_code` (100 to 999) and the configuration it is stored, or the key is released, or the key is left as a failure leaves it (on_failure). `headers` are lines; fields that belong to one connection or one moment, and Set-Cookie, are not stored. A field that would break the answer in two (a control character in it, a name that is no token) is refused as INVALID_ARGUMENT, and the claim goes on. `kept` 0: the body is not all here (it was streamed, or is too long), so that the answer is remembered as not kept; 1: `body` is all of it. Returns OK, or LOST_LEASE: send the answer all the same, its effect has happened. Where a handler raised, report 500 with the body that is sent, or use backstay_idempotency_fail. Errors: as backstay_idempotency_complete. Since 1.
    pub fn backstay_idempotency_respond(claim: *mut backstay_claim, status_code: i64, headers: *const c_char, headers_length: i64, body: *const c_char, body_length: i64, kept: i64, error: *mut backstay_error) -> backstay_status;

    /// The same without waiting: as backstay_idempotency_complete_submit, taken by backstay_idempotency_end_take. Since 1.
    pub fn backstay_idempotency_respond_submit(claim: *mut backstay_claim, queue: *mut backstay_queue, token: i64, status_code: i64, headers: *const c_char, headers_length: i64, body: *const c_char, body_length: i64, kept: i64, error: *mut backstay_error) -> backstay_status;

    /// Say what happens while the store can't be used, until told otherwise: 0: claims are refused; 1: they run unguarded, by a claim without a store whose steps do nothing; BACKSTAY_UNKNOWN: as configured. `reason` (1 to 128 bytes) is recorded in an event. Errors: CLOSED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_idempotency_set_on_unavailable(idempotency: *mut backstay_idempotency, mode: i64, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// A page of the keys that the store has, in no promised order, as JSON: `{"keys": \[...\], "next": cursor or null}`. `cursor` is that of the page before; NULL or empty: the first page. `most` is from 1 to 1,000; a page may hold a few more, or fewer though another follows. Each key has `idempotency`, `scope`, `key`, `state` (in_flight, lease_over, done, failed, body_not_kept, corrupt), `age_ms` since its last write, `expires_in_ms`, `fence`, `takeovers`; in flight also `lease_left_ms`, `recovery_point`; else `status_code`, `content_type`, `body_bytes`. A key that changes meanwhile may be missed or come twice. Since 1.
    pub fn backstay_idempotency_keys_list(idempotency: *mut backstay_idempotency, cursor: *const c_char, cursor_length: i64, most: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// One key as JSON: what a list tells of it but `expires_in_ms`, and `fingerprint` (in hexadecimal where it is no text), `headers`; with `with_body` 1 also `body`, in which what is no UTF-8 is replaced, and `body_is_text`. Errors also: NOT_FOUND. Since 1.
    pub fn backstay_idempotency_keys_show(idempotency: *mut backstay_idempotency, scope: *const c_char, scope_length: i64, key: *const c_char, key_length: i64, with_body: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Remove a key's record, so that the next claim of it acts. `any` 0: only where it is in flight or its lease is over, and REPLAY or BODY_NOT_KEPT is returned where it was completed; whoever holds it learns of a lost lease. `any` 1: whatever is there, also what is no record. Errors also: NOT_FOUND; CORRUPT with `any` 0. Since 1.
    pub fn backstay_idempotency_keys_remove(idempotency: *mut backstay_idempotency, scope: *const c_char, scope_length: i64, key: *const c_char, key_length: i64, any: i64, error: *mut backstay_error) -> backstay_status;

    /// Clear away at most `most` (1 to 10,000) records whose time is over, also those of other idempotencies of the store; `swept` receives how many went: fewer than `most`: there are no more. A store clears by itself as it goes; this is for one that isn't used any more, in steps that hold nobody up. Since 1.
    pub fn backstay_idempotency_sweep(idempotency: *mut backstay_idempotency, most: i64, swept: *mut i64, error: *mut backstay_error) -> backstay_status;

    /// Prepare a permit, with the values of BACKSTAY_PERMIT_INIT. `permit` may be NULL. Since 1.
    pub fn backstay_permit_init(permit: *mut backstay_permit);

    /// Prepare a gate, with the values of BACKSTAY_GATE_INIT. `gate` may be NULL. Since 1.
    pub fn backstay_gate_init(gate: *mut backstay_gate);

    /// Take one more reference and return the same handle. NULL gives NULL. Since 1.
    pub fn backstay_policy_retain(policy: *mut backstay_policy) -> *mut backstay_policy;

    /// Give one reference back. NULL is fine. Since 1.
    pub fn backstay_policy_release(policy: *mut backstay_policy);

    /// Ask for a permit. OK: `permit` holds one, report it exactly once. REJECTED: reason and retry_after_ns are set. WAIT: park for at most retry_after_ns, then enter again with the same `permit`, or give up with backstay_policy_leave(policy, permit-\>ticket). Errors: CLOSED, FORKED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_policy_enter(policy: *mut backstay_policy, permit: *mut backstay_permit, error: *mut backstay_error) -> backstay_status;

    /// Report how the call ended. `outcome` is BACKSTAY_OUTCOME_*; the elapsed time is measured where the policy needs it; set permit-\>retry_after_ns first to pass on a Retry-After. The permit is used up, also by a late result (see permit-\>flags). OK: the call is over. AGAIN: pause for permit-\>retry_after_ns, then enter with the same `permit` for the next attempt, or give up with backstay_policy_leave. Errors: INVALID_ARGUMENT (no permit, unknown outcome), CLOSED. Since 1.
    pub fn backstay_policy_exit(policy: *mut backstay_policy, permit: *mut backstay_permit, outcome: i32, error: *mut backstay_error) -> backstay_status;

    /// Ask for a permit by scalars, for bindings. `ticket` is 0 the first time, after WAIT and AGAIN what backstay_policy_ticket gives. `cost` is 1 unless weighted (1 to 2^31). `deadline_ns` on the runtime's clock, or -1: nothing starts after it, and no wait goes beyond it. Returns a token \> 0, or -(wait_us \<\< 8 | wake \<\< 7 | code) with a BACKSTAY_REASON_* code; never 0. Since 1.
    pub fn backstay_policy_enter_token(policy: *mut backstay_policy, ticket: i64, cost: i64, deadline_ns: i64) -> i64;

    /// Report by scalars. `elapsed_ns` is -1 where backstay_policy_needs_elapsed says 0; `retry_after_ns` is -1 for none. Returns 0, or details \<\< 8 | BACKSTAY_EXIT_* flags, or a negative status; after INVALID_ARGUMENT the permit is still out. Since 1.
    pub fn backstay_policy_exit_token(policy: *mut backstay_policy, token: i64, outcome: i64, elapsed_ns: i64, retry_after_ns: i64) -> i64;

    /// The same two for hosts to which a crossing into C is dear: begin is enter_token that also tells, where it gives a token, when the call started and when it must have ended (backstay_policy_deadline), both on the runtime's clock and -1 where the policy needs none; end is exit_token with the elapsed time measured since `started_ns`, -1 for not known. Answers as the two above. Since 1.
    pub fn backstay_policy_begin(policy: *mut backstay_policy, ticket: i64, cost: i64, deadline_ns: i64, out_started_ns: *mut i64, out_deadline_ns: *mut i64) -> i64;

    /// See backstay_policy_begin. Since 1.
    pub fn backstay_policy_end(policy: *mut backstay_policy, token: i64, outcome: i64, started_ns: i64, retry_after_ns: i64) -> i64;

    /// Return the ticket of an enter's answer WAIT or of an exit's answer AGAIN; 0 where neither was answered. Ask at once, and only the caller who was answered. Since 1.
    pub fn backstay_policy_ticket(policy: *mut backstay_policy, answer: i64) -> i64;

    /// Give a ticket up: the caller that waits, or pauses between attempts, was cancelled. Returns exit flags (wake, where the place goes to another), or a negative status; an unknown ticket is INVALID_ARGUMENT. Since 1.
    pub fn backstay_policy_leave(policy: *mut backstay_policy, ticket: i64) -> i64;

    /// Return when the call behind `token` must have ended, on the runtime's clock; -1: it has no deadline, or the token is none of a call in flight. Where backstay_policy_has_deadlines says 0 nobody needs to ask. Since 1.
    pub fn backstay_policy_deadline(policy: *mut backstay_policy, token: i64) -> i64;

    /// Return 1 where the policy itself sets deadlines, 0 where it sets none, a negative status on misuse. Since 1.
    pub fn backstay_policy_has_deadlines(policy: *mut backstay_policy) -> i64;

    /// Let time pass on a manual clock: move it to `until_ns` and return 1, so that tests of pauses need none. On the system clock return 0 and do nothing: the caller sleeps. A negative status on misuse. Since 1.
    pub fn backstay_policy_pass_time(policy: *mut backstay_policy, until_ns: i64) -> i64;

    /// Count that a fallback supplied the result of a call: `reason` is the BACKSTAY_REASON_* of the refusal, 0 where the call itself failed. Errors: INVALID_ARGUMENT. Since 1.
    pub fn backstay_policy_fallback(policy: *mut backstay_policy, reason: i32, error: *mut backstay_error) -> backstay_status;

    /// Return 1 where exit_token must be given the elapsed time, 0 where -1 will do, a negative status on misuse. Since 1.
    pub fn backstay_policy_needs_elapsed(policy: *mut backstay_policy) -> i64;

    /// Read the runtime's clock in nanoseconds since its epoch, to measure elapsed time; a negative status on misuse. Since 1.
    pub fn backstay_policy_now(policy: *mut backstay_policy) -> i64;

    /// Find the hot words of the policy. Errors: INVALID_ARGUMENT. Since 1.
    pub fn backstay_policy_gate(policy: *mut backstay_policy, gate: *mut backstay_gate, error: *mut backstay_error) -> backstay_status;

    /// Note why the call behind `token` failed (an error class, cut at 64 bytes), before its failure is reported. Snapshot and log show the last ones. Errors: INVALID_ARGUMENT, CLOSED. Since 1.
    pub fn backstay_policy_cause(policy: *mut backstay_policy, token: i64, cause: *const c_char, cause_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Translate a Retry-After header (seconds, or an HTTP date of RFC 9110) into nanoseconds from now; a date in the past gives 0. Errors: INVALID_ARGUMENT (neither form). Since 1.
    pub fn backstay_policy_retry_after(policy: *mut backstay_policy, header: *const c_char, header_length: i64, out_ns: *mut i64, error: *mut backstay_error) -> backstay_status;

    /// Get the policy's own instance for one host, tenant or user; the same key gives the same instance while it is kept. Bounded: when the configured number is reached, the longest unused healthy one is forgotten. Keys are 1 to 256 bytes. `out` receives a reference. Errors: INVALID_ARGUMENT, CLOSED, OUT_OF_MEMORY. Since 1.
    pub fn backstay_policy_keyed(policy: *mut backstay_policy, key: *const c_char, key_length: i64, out: *mut *mut backstay_policy, error: *mut backstay_error) -> backstay_status;

    /// Describe the policy as JSON: {"policy", "key", "state", "patterns": {"circuit_breaker": {"state", "integers", "doubles", "texts", "causes"}}}; the fields are in the catalogue. Never changes anything. Errors: CLOSED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_policy_snapshot(policy: *mut backstay_policy, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Return the policy's name; owned by the policy, NULL only for NULL. Since 1.
    pub fn backstay_policy_name(policy: *mut backstay_policy) -> *const c_char;

    /// Make a queue with `capacity` places, 1 to 65,536; twice what is in flight at most is plenty. `out` receives a reference, which also keeps the runtime. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_queue_create(runtime: *mut backstay_runtime, capacity: i64, out: *mut *mut backstay_queue, error: *mut backstay_error) -> backstay_status;

    /// Take one more reference and return the same handle. NULL gives NULL. Since 1.
    pub fn backstay_queue_retain(queue: *mut backstay_queue) -> *mut backstay_queue;

    /// Give one reference back. NULL is fine. The last one closes the queue, and drops what was not drained and not taken. Since 1.
    pub fn backstay_queue_release(queue: *mut backstay_queue);

    /// Close the queue: what is in flight completes as CLOSED, and nothing more is accepted. Records can still be drained, results still be taken; then drain and wait answer CLOSED. Closing the runtime does the same. Closing twice is fine. Errors: INVALID_ARGUMENT. Since 1.
    pub fn backstay_queue_close(queue: *mut backstay_queue, error: *mut backstay_error) -> backstay_status;

    /// Return a descriptor for poll, epoll and event loops: readable while there are records, and from close on for ever. Borrowed, close on exec: don't read, write or close it; it goes with the last reference. An edge-triggered loop must drain until no record comes. After a fork, fetch it anew. Returns a negative status on misuse, IO where there is no free descriptor. Since 1.
    pub fn backstay_queue_fd(queue: *mut backstay_queue) -> i64;

    /// Copy at most `capacity` records, those that completed first, into `records`, which has room for BACKSTAY_RECORD_FIELDS numbers for each. Never blocks. Returns their number, 0 where there are none, CLOSED once a closed queue is empty: stop watching it. A negative status on misuse. Since 1.
    pub fn backstay_queue_drain(queue: *mut backstay_queue, records: *mut i64, capacity: i64) -> i64;

    /// Block until there are records, for `timeout_ns` at most (0: only look, -1: for ever), whatever clock the runtime has; rounded up to a millisecond. Returns 1 where there are records, 0 where there are none yet: the time is over, a signal came, or another thread was faster. CLOSED once a closed queue is empty, also to threads that wait already. A negative status on misuse. Since 1.
    pub fn backstay_queue_wait(queue: *mut backstay_queue, timeout_ns: i64) -> i64;

    /// Cancel what is in flight with that token. Returns 1: it completes as CANCELLED, at once, whatever the store does later. Returns 0: nothing in flight has the token; where it was submitted its record tells how it ended. A negative status on misuse. Since 1.
    pub fn backstay_queue_cancel(queue: *mut backstay_queue, token: i64) -> i64;

    /// Take the bytes of a result, which is used up by it; `out` receives owned bytes. Errors: INVALID_ARGUMENT (no such result on this queue, or it was taken or dropped before), OUT_OF_MEMORY (it is still there). Since 1.
    pub fn backstay_queue_take(queue: *mut backstay_queue, result: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Drop a result without reading it. Returns 0, or INVALID_ARGUMENT as backstay_queue_take. Since 1.
    pub fn backstay_queue_drop(queue: *mut backstay_queue, result: i64) -> i64;

    /// Prepare a rate, with the values of BACKSTAY_RATE_INIT. `rate` may be NULL. Since 1.
    pub fn backstay_rate_init(rate: *mut backstay_rate);

    /// Look what a call of that `cost` (1 to 2^31) would be answered; takes nothing. Since 1.
    pub fn backstay_rate_limit_peek(policy: *mut backstay_policy, cost: i64, out: *mut backstay_rate, error: *mut backstay_error) -> backstay_status;

    /// Give the whole burst back at once. `reason` (1 to 128 bytes of UTF-8) is recorded as an event. Since 1.
    pub fn backstay_rate_limit_reset(policy: *mut backstay_policy, reason: *const c_char, reason_length: i64, error: *mut backstay_error) -> backstay_status;

    /// Open the runtime that a configuration file describes. `path` may be NULL: then $BACKSTAY_CONFIG, else ./backstay.json. `out` receives a reference. May block on the file. Errors: IO (unreadable: the message names the file), INVALID_CONFIG (all findings), INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_open(path: *const c_char, path_length: i64, out: *mut *mut backstay_runtime, error: *mut backstay_error) -> backstay_status;

    /// Create a runtime from a configuration document in memory. Errors as backstay_runtime_open, without IO. Since 1.
    pub fn backstay_runtime_create(json: *const c_char, json_length: i64, out: *mut *mut backstay_runtime, error: *mut backstay_error) -> backstay_status;

    /// Create a runtime whose policies pass every call through, for tests and for the night when the guard itself is suspected. With `json` NULL any policy name is accepted; otherwise the names of the document. Errors as backstay_runtime_create. Since 1.
    pub fn backstay_runtime_create_disabled(json: *const c_char, json_length: i64, out: *mut *mut backstay_runtime, error: *mut backstay_error) -> backstay_status;

    /// Take one more reference and return the same handle. NULL gives NULL. Since 1.
    pub fn backstay_runtime_retain(runtime: *mut backstay_runtime) -> *mut backstay_runtime;

    /// Give one reference back. NULL is fine. Policies that are still referenced keep working. Since 1.
    pub fn backstay_runtime_release(runtime: *mut backstay_runtime);

    /// Close the runtime: from now on it and its policies answer CLOSED. Closing twice is fine. Errors: INVALID_ARGUMENT. Since 1.
    pub fn backstay_runtime_close(runtime: *mut backstay_runtime, error: *mut backstay_error) -> backstay_status;

    /// Get a policy by its name in the configuration; `out` receives a reference. Errors: NOT_FOUND (with near matches), CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_policy(runtime: *mut backstay_runtime, name: *const c_char, name_length: i64, out: *mut *mut backstay_policy, error: *mut backstay_error) -> backstay_status;

    /// List the policies' names as a JSON array of text, in the order of the document. Errors: CLOSED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_runtime_policies(runtime: *mut backstay_runtime, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Describe the runtime as JSON: service, version, clock ("system" or "manual"), disabled, fingerprint (SHA-256 of the canonical configuration, equal in every process that has the same one), warnings. Errors: CLOSED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_runtime_info(runtime: *mut backstay_runtime, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Write all metrics in the Prometheus text format 0.0.4. `process` (nullable) becomes the label `process` of every sample, for several processes that serve one port. Reading consumes nothing. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_metrics(runtime: *mut backstay_runtime, process: *const c_char, process_length: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Read the events after cursor `since` (0: from the oldest kept) as JSON: {"next": cursor for the next call, "dropped": events lost between since and the oldest kept, "events": \[...\]}. Readers don't steal from each other. Errors: CLOSED, INVALID_ARGUMENT (since is negative), OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_events(runtime: *mut backstay_runtime, since: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Move the manual clock forward. Errors: UNSUPPORTED (the clock is not manual), INVALID_ARGUMENT (negative, or past 2^62 ns in all), CLOSED. Since 1.
    pub fn backstay_runtime_advance(runtime: *mut backstay_runtime, by_ns: i64, error: *mut backstay_error) -> backstay_status;

    /// Read the runtime's monotonic clock, in nanoseconds since its epoch. Errors: CLOSED, INVALID_ARGUMENT. Since 1.
    pub fn backstay_runtime_now(runtime: *mut backstay_runtime, out_ns: *mut i64, error: *mut backstay_error) -> backstay_status;

    /// Look at every store of the document, as a JSON array: each has `store` (its name), `reachable`, and, where it is, `product` with its version, `facts` (an object of texts) and `warnings` (what weakens its promises); else `error`. Never shows a password. Errors: CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_stores_examine(runtime: *mut backstay_runtime, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// Make a store's tables, or bring them to what this library knows; a store that has none has nothing to do. `out` receives an object: `store`, and the versions `from` and `to`, which are equal where nothing was to do. Errors: NOT_FOUND, UNSUPPORTED (the tables are those of a much newer library), STORE_UNAVAILABLE, FORKED, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_store_migrate(runtime: *mut backstay_runtime, name: *const c_char, name_length: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;

    /// The same as SQL for people with tools of their own; empty where the store has no tables. Doesn't talk to it. Errors: NOT_FOUND, CLOSED, INVALID_ARGUMENT, OUT_OF_MEMORY. Since 1.
    pub fn backstay_runtime_store_migration(runtime: *mut backstay_runtime, name: *const c_char, name_length: i64, out: *mut backstay_bytes, error: *mut backstay_error) -> backstay_status;
}
