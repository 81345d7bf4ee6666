#!/usr/bin/env python3
"""Generates tests/capi/sweep.c from the public headers: every function is called with every hostile argument, one at a time.

What a parameter must answer follows from its type and its mark in the header: NULL, impossible lengths, text that is no UTF-8, structs of
an impossible size and closed handles. The tables below add what the headers say in prose only: which numbers are out of range, and what
empty or very long text means. A new parameter without a valid value here stops the generator, so no function escapes the sweep.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

import headers
import output
from headers import Function, Parameter, Type

GENERATOR = "packaging/generate/sweep.py"
HEADERS = "capi/include/backstay"
FILE = "tests/capi/sweep.c"

OK, INVALID, CLOSED, NEGATIVE, ANY = "EXPECT_OK", "EXPECT_INVALID", "EXPECT_CLOSED", "EXPECT_NEGATIVE", "EXPECT_ANY"
TEXT = Type("char", 1, const=True)
STATUS = Type("backstay_status")
ERROR = Type("backstay_error", 1)

# A value that every function accepts, by the parameter's name, or by "function parameter" where that differs.
VALID = {
    "runtime": "w.runtime",
    "policy": "w.policy",
    "permit": "&w.permit",
    "backstay_policy_exit permit": "&w.entered",
    "gate": "&w.gate",
    "bytes": "&w.bytes",
    "error": "&w.error",
    "out_ns": "&w.number",
    "out_started_ns": "&w.number",
    "out_deadline_ns": "&w.number",
    "started_ns": "0",
    "status": "BACKSTAY_OK",
    "token": "w.token",
    "ticket": "0",
    "cost": "1",
    "deadline_ns": "-1",
    "outcome": "BACKSTAY_OUTCOME_SUCCESS",
    "elapsed_ns": "0",
    "retry_after_ns": "-1",
    "answer": "-1",
    "since": "0",
    "by_ns": "1",
    "duration_ns": "-1",
    "json": "SWEEP_CONFIG",
    "path": "SWEEP_FILE",
    "process": '"worker"',
    "name": '"payments"',
    "reason": '"sweep"',
    "cause": '"ConnectionError"',
    "header": '"30"',
    "key": '"host"',
    "rate": "&w.rate",
    "limit": "8",
    "until_ns": "1",
    "queue": "w.queue",
    "capacity": "4",
    "records": "w.records",
    "timeout_ns": "0",
    "result": "w.result",
    "data": '"echo"',
    "how": "BACKSTAY_ECHO_AT_ONCE",
    "backstay_queue_cancel token": "SWEEP_HELD_TOKEN",
    "backstay_echo_complete token": "SWEEP_HELD_TOKEN",
    "backstay_echo_submit token": "3",
    "backstay_idempotency_claim_submit token": "3",
    "backstay_idempotency_complete_submit token": "3",
    "backstay_idempotency_fail_submit token": "3",
    "backstay_idempotency_release_submit token": "3",
    "backstay_idempotency_heartbeat_submit token": "3",
    "backstay_idempotency_set_recovery_point_submit token": "3",
    "backstay_idempotency_serve_submit token": "3",
    "backstay_idempotency_respond_submit token": "3",
    "backstay_idempotency_claim_take result": "w.claim_result",
    "backstay_idempotency_serve_take result": "w.served_result",
    "backstay_idempotency_end_take result": "w.end_result",
    "idempotency": "w.idempotency",
    "claim": "w.claim",
    "claimed": "&w.claimed",
    "text": "&w.bytes",
    "served": "&w.served",
    "scope": '"tenant"',
    "method": '"POST"',
    "target": '"/orders?dry=1"',
    "route": '"/orders"',
    "key_header": r'"\"8e03978e-40d5-43dd-bc93-6894a57f9324\""',
    "tenant": '"tenant"',
    "principal": '"user"',
    "credentials": r'"Bearer token\n"',
    "declared_length": "-1",
    "kept": "1",
    "mode": "1",
    "backstay_idempotency_respond headers": r'"Content-Type: text/plain\n"',
    "backstay_idempotency_respond_submit headers": r'"Content-Type: text/plain\n"',
    "backstay_runtime_idempotency name": '"orders"',
    "fingerprint": '"request"',
    "lease_ns": "-1",
    "waited_ns": "0",
    "kind": "BACKSTAY_ANSWER_VALUE",
    "retryable": "0",
    "pause_ns": "1",
    "status_code": "200",
    "content_type": '"text/plain"',
    "headers": '"{}"',
    "body": '"done"',
    "type": '"Boom"',
    "message": '"boom"',
    "point": '"charged"',
    "backstay_policy_fallback reason": "0",
    "backstay_reason_name reason": "BACKSTAY_REASON_OPEN",
    "cursor": '""',
    "most": "10",
    "with_body": "1",
    "any": "1",
    "swept": "&w.number",
    "backstay_runtime_store_migrate name": '"main"',
    "backstay_runtime_store_migration name": '"main"',
    "backstay_idempotency_keys_show scope": '""',
    "backstay_idempotency_keys_remove scope": '""',
    "backstay_idempotency_keys_show key": '"held"',
    "backstay_idempotency_keys_remove key": '"held"',
}
OUT = {
    Type("backstay_rate", 1): "&w.rate",
    Type("backstay_bytes", 1): "&w.bytes",
    Type("backstay_runtime", 2): "&w.runtime_out",
    Type("backstay_policy", 2): "&w.policy_out",
    Type("backstay_queue", 2): "&w.queue_out",
    Type("backstay_idempotency", 2): "&w.idempotency_out",
    Type("backstay_claim", 2): "&w.claim_out",
}

# Parameter of text -> what empty text, 64 KiB of text and text with a NUL byte inside must answer.
TEXTS = {
    "json": (NEGATIVE, NEGATIVE, NEGATIVE),
    "backstay_config_check json": (OK, OK, OK),
    "path": (NEGATIVE, NEGATIVE, NEGATIVE),
    "process": (ANY, ANY, ANY),
    "name": (NEGATIVE, NEGATIVE, NEGATIVE),
    "reason": (INVALID, INVALID, ANY),
    "cause": (ANY, OK, ANY),
    "header": (INVALID, INVALID, INVALID),
    "key": (INVALID, INVALID, ANY),
    "data": (OK, OK, OK),
    "scope": (OK, INVALID, INVALID),
    "backstay_idempotency_claim key": (INVALID, INVALID, OK),
    "backstay_idempotency_claim_submit key": (INVALID, INVALID, OK),
    "fingerprint": (OK, INVALID, OK),
    "content_type": (OK, INVALID, OK),
    "headers": (OK, OK, OK),
    "backstay_idempotency_respond headers": (OK, INVALID, INVALID),
    "backstay_idempotency_respond_submit headers": (OK, INVALID, INVALID),
    "method": (OK, OK, OK),
    "target": (OK, OK, OK),
    "route": (OK, OK, OK),
    "key_header": (OK, OK, OK),
    "tenant": (OK, OK, OK),
    "principal": (OK, OK, OK),
    "credentials": (OK, OK, OK),
    "body": (OK, OK, OK),
    "cursor": (OK, INVALID, INVALID),
    "backstay_idempotency_keys_show scope": (OK, INVALID, NEGATIVE),
    "backstay_idempotency_keys_remove scope": (OK, INVALID, NEGATIVE),
    "backstay_idempotency_keys_show key": (INVALID, INVALID, NEGATIVE),
    "backstay_idempotency_keys_remove key": (INVALID, INVALID, NEGATIVE),
    "point": (INVALID, INVALID, OK),
    "type": (OK, OK, OK),
    "message": (OK, OK, OK),
}

# What need not be UTF-8.
ANY_BYTES = {
    "body",
    "type",
    "message",
    "method",
    "target",
    "route",
    "key_header",
    "tenant",
    "principal",
    "credentials",
}
# What is too long is not read, and no misuse.
NEVER_TOO_LONG = {"body"}

LOWEST, HIGHEST = "INT64_MIN", "INT64_MAX"
# Number -> values that are out of range, values that may be anything as long as nothing breaks.
NUMBERS = {
    "ticket": ((), ("-1", LOWEST, HIGHEST)),
    "backstay_policy_leave ticket": (("0", "-1", LOWEST, HIGHEST), ()),
    "cost": (("0", "-1", LOWEST, HIGHEST, "((int64_t)1 << 31) + 1"), ()),
    "deadline_ns": (("-2", LOWEST), ("0", HIGHEST)),
    "token": (("0", "-1", LOWEST), (HIGHEST,)),
    "outcome": (("-1", "6", "INT32_MIN", "INT32_MAX"), ()),
    "backstay_policy_exit_token outcome": (("-1", "6", LOWEST, HIGHEST), ()),
    "backstay_policy_end outcome": (("-1", "6", LOWEST, HIGHEST), ()),
    "elapsed_ns": (("-2", LOWEST), (HIGHEST,)),
    "started_ns": (("-2", LOWEST), (HIGHEST,)),
    "retry_after_ns": (("-2", LOWEST), (HIGHEST,)),
    "answer": ((), ("0", LOWEST, HIGHEST)),
    "backstay_policy_deadline token": ((), ("0", "-1", LOWEST, HIGHEST)),
    "until_ns": (("-1", LOWEST, HIGHEST), ()),
    "limit": (("0", "-1", "1000001", LOWEST, HIGHEST), ()),
    "backstay_policy_fallback reason": (("-1", "16", "INT32_MIN", "INT32_MAX"), ()),
    "backstay_reason_name reason": ((), ("0", "-1", "INT32_MIN", "INT32_MAX")),
    "since": (("-1", LOWEST), (HIGHEST,)),
    "by_ns": (("-1", LOWEST, HIGHEST), ()),
    "duration_ns": (("-2", LOWEST, HIGHEST), ("0",)),
    "status": ((), ("INT32_MIN", "INT32_MAX")),
    "capacity": (("0", "-1", "65537", LOWEST, HIGHEST), ()),
    "backstay_queue_drain capacity": (("0", "-1", LOWEST), (HIGHEST,)),
    "timeout_ns": (("-2", LOWEST), ("1",)),
    "result": (("0", "-1", "1", LOWEST, HIGHEST), ()),
    "how": (("-1", "3", LOWEST, HIGHEST), ()),
    "lease_ns": (("0", "1", "-2", LOWEST, HIGHEST), ()),
    "waited_ns": (("-1", LOWEST), (HIGHEST,)),
    "kind": (("-1", "3", LOWEST, HIGHEST), ()),
    "pause_ns": (("-1", LOWEST, HIGHEST), ("0",)),
    "retryable": (("-1", "2", LOWEST, HIGHEST), ()),
    "most": (("0", "-1", "10001", LOWEST, HIGHEST), ()),
    "with_body": (("-1", "2", LOWEST, HIGHEST), ()),
    "any": (("-1", "2", LOWEST, HIGHEST), ()),
    "status_code": (("-1", "1000", LOWEST, HIGHEST), ("0",)),
    "declared_length": (("-2", LOWEST), ("0", HIGHEST)),
    "kept": (("-1", "2", LOWEST, HIGHEST), ()),
    "mode": (("-2", "2", LOWEST, HIGHEST), ("0", "-1")),
    "backstay_queue_cancel token": ((), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_echo_complete token": ((), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_echo_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_claim_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_complete_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_fail_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_release_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_heartbeat_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_set_recovery_point_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_serve_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
    "backstay_idempotency_respond_submit token": (("SWEEP_HELD_TOKEN",), ("0", "-1", LOWEST, HIGHEST)),
}

# What a function answers on a handle of a closed runtime, where that is not CLOSED.
ON_CLOSED = {
    "backstay_runtime_close": OK,
    "backstay_policy_gate": OK,
    "backstay_policy_retry_after": ANY,
    "backstay_policy_needs_elapsed": ANY,
    "backstay_policy_now": ANY,
    "backstay_policy_ticket": ANY,
    "backstay_policy_leave": NEGATIVE,
    "backstay_policy_deadline": ANY,
    "backstay_policy_has_deadlines": ANY,
    "backstay_policy_pass_time": ANY,
    "backstay_idempotency_pass_time": ANY,
    "backstay_idempotency_blocks": OK,
    "backstay_idempotency_maximum_body": OK,
    "backstay_idempotency_claim_take": NEGATIVE,
    "backstay_idempotency_serve_take": NEGATIVE,
    "backstay_idempotency_end_take": NEGATIVE,
    "backstay_queue_close": OK,
    "backstay_queue_fd": OK,
    "backstay_queue_cancel": OK,
    "backstay_echo_complete": OK,
    "backstay_queue_take": NEGATIVE,
    "backstay_queue_drop": NEGATIVE,
}
# Functions that answer as enter does: a token, or a reason in the low bits of a negative number.
ENTERING = {"backstay_policy_enter_token", "backstay_policy_begin"}
# What a function answers to valid arguments, where that is not OK.
ON_VALID = {"backstay_policy_leave": INVALID}

Value = TypeVar("Value")

NOT_UTF8 = (r'"\xff\xfe"', r'"\xc0\xaf"', r'"\xed\xa0\x80"', r'"\xe2\x82"', r'"\xf5\x80\x80\x80"')
BAD_SIZES = ("0", "8", "-1", LOWEST)


class SweepError(Exception):
    """The headers have something that the tables of this file don't know."""


@dataclass(frozen=True)
class Case:
    what: str
    parameter: str
    expected: str
    replaced: dict[str, str]
    before: str = ""


def lookup(table: Mapping[str, Value], function: Function, parameter: str) -> Value:
    key = f"{function.name} {parameter}"
    if key in table:
        return table[key]
    if parameter in table:
        return table[parameter]
    raise SweepError(
        f"{function.name}: tell {GENERATOR} what is valid and what is hostile for the parameter {parameter}"
    )


def valid_argument(function: Function, parameter: Parameter) -> str:
    if parameter.type in OUT and parameter.name in ("out", "bytes"):
        return OUT[parameter.type]
    if parameter.name.endswith("_length"):
        return "-1"
    return lookup(VALID, function, parameter.name)


def not_utf8(function: Function, parameter: Parameter) -> str:
    """A configuration document that is no UTF-8 is a finding, which tells line and column, and no misuse; data may be anything."""
    if function.name in ("backstay_config_check", "backstay_echo_submit") or parameter.name in ANY_BYTES:
        return OK
    return NEGATIVE if any(p.name == "json" for p in function.parameters) else INVALID


def text_cases(function: Function, parameter: Parameter, valid: str) -> list[Case]:
    name, length = parameter.name, f"{parameter.name}_length"
    missing = ANY if parameter.nullable else INVALID
    cases = [
        Case(f"{name} = NULL", name, missing, {name: "NULL"}),
        Case(f"{name} = NULL, length 5", name, missing, {name: "NULL", length: "5"}),
    ]
    for hostile in ("-2", LOWEST, HIGHEST):
        expected = OK if hostile == HIGHEST and name in NEVER_TOO_LONG else INVALID
        cases.append(Case(f"{length} = {hostile}", name, expected, {name: valid, length: hostile}))
    for index, text in enumerate(NOT_UTF8):
        cases.append(
            Case(
                f"{name} is not UTF-8 ({index})",
                name,
                not_utf8(function, parameter),
                {name: text, length: f"(int64_t)sizeof({text}) - 1"},
            )
        )
    empty, overlong, with_nul = lookup(TEXTS, function, name)
    cases.append(Case(f"{name} is empty", name, empty, {name: '""', length: "0"}))
    cases.append(Case(f"{name} has 64 KiB", name, overlong, {name: "sweep_long_text()", length: "65536"}))
    cases.append(Case(f"{name} has a NUL inside", name, with_nul, {name: r'"a\0b"', length: "3"}))
    return cases


def pointer_cases(function: Function, parameter: Parameter, interface: headers.Interface) -> list[Case]:
    name = parameter.name
    cases = [Case(f"{name} = NULL", name, OK if parameter.nullable else INVALID, {name: "NULL"})]
    if parameter.type.name in interface.handles and parameter.type.pointers == 1 and function.returns.pointers == 0:
        expected = ON_CLOSED.get(function.name, CLOSED)
        cases.append(Case(f"{name} is closed", "", expected, {name: f"w.closed_{name}"}))
    if parameter.type.pointers == 1 and interface.struct(parameter.type.name) and function.returns != Type("void"):
        argument = valid_argument(function, parameter)
        for size in BAD_SIZES:
            before = f"{argument[1:]}.struct_size = {size}"
            cases.append(Case(f"{name}->struct_size = {size}", name, INVALID, {}, before))
        cases.append(Case(f"{name}->struct_size = {HIGHEST}", name, ANY, {}, f"{argument[1:]}.struct_size = {HIGHEST}"))
    return cases


def error_cases(function: Function) -> list[Case]:
    """An error that is absent, or smaller than the library's, on a call that goes wrong."""
    wrong = {p.name: "NULL" for p in function.parameters if p.type.pointers and not p.nullable}
    cases = [Case("error = NULL", "", ON_VALID.get(function.name, OK), {"error": "NULL"})]
    for size in ("0", "1", "8", "16", "20", "24", "25", "-1", LOWEST):
        cases.append(
            Case(f"error->struct_size = {size}", "", INVALID, {**wrong, "error": f"sweep_small_error({size})"})
        )
    return cases


def number_cases(function: Function, parameter: Parameter) -> list[Case]:
    invalid, anything = lookup(NUMBERS, function, parameter.name)
    name = parameter.name
    cases = [Case(f"{name} = {value}", name, INVALID, {name: value}) for value in invalid]
    return cases + [Case(f"{name} = {value}", name, ANY, {name: value}) for value in anything]


def cases_of(function: Function, interface: headers.Interface) -> list[Case]:
    cases = [Case("valid arguments", "", ON_VALID.get(function.name, OK), {})]
    for parameter in function.parameters:
        if parameter.type == ERROR and function.returns != Type("void"):
            cases += error_cases(function)
        elif parameter.type == TEXT:
            cases += text_cases(function, parameter, valid_argument(function, parameter))
        elif parameter.type.pointers:
            cases += pointer_cases(function, parameter, interface)
        elif not parameter.name.endswith("_length"):
            cases += number_cases(function, parameter)
    return cases


def check_of(function: Function, case: Case) -> str:
    arguments = (case.replaced.get(p.name, valid_argument(function, p)) for p in function.parameters)
    call = f"{function.name}({', '.join(arguments)})"
    if case.before:
        call = f"({case.before}, {call})"
    what = f'"{function.name}: {case.what}"'
    if function.returns == Type("void"):
        return f"SWEEP_VOID({what}, {call});"
    if function.returns.pointers:
        absent = any(value == "NULL" for value in case.replaced.values())
        return f"SWEEP_POINTER({what}, {'EXPECT_NULL' if absent else 'EXPECT_TEXT'}, {call});"
    if function.returns != STATUS:
        check = "sweep_answer" if function.name in ENTERING else "sweep_number"
        return f"SWEEP_SCALAR({check}, {what}, {case.expected}, {call});"
    error = "NULL" if "error" in case.replaced else "&w.error"
    return f'SWEEP_STATUS({what}, "{case.parameter}", {case.expected}, {error}, {call});'


def keeps_count(function: Function) -> bool:
    """Functions of reference counting are swept with NULL only: what else they do is tested by hand."""
    return function.returns != STATUS and function.name.endswith(("_retain", "_release"))


def program(interface: headers.Interface) -> str:
    lines = [
        f"/* Generated from the headers in {HEADERS} by {GENERATOR}; do not edit. */",
        '#include "sweep_support.h"',
    ]
    for function in interface.functions:
        lines += ["", f"static void sweep_{function.name}(void) {{"]
        for case in cases_of(function, interface):
            if keeps_count(function) and "NULL" not in case.replaced.values():
                continue
            lines.append(f"  {check_of(function, case)}")
        lines.append("}")
    lines += ["", "int main(void) {", "  sweep_begin();"]
    lines += [f"  sweep_{function.name}();" for function in interface.functions]
    return "\n".join([*lines, "  return sweep_end();", "}", ""])


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, {FILE: program(headers.read(output.ROOT / HEADERS))}))
