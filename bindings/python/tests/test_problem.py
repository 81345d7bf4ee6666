"""The answer to a refused call: header and body."""

import json

import pytest

from backstay import (
    BulkheadFullError,
    CircuitOpenError,
    DeadlineExceededError,
    RateLimitedError,
    Reason,
    RejectedError,
    RetriesExhaustedError,
)
from backstay.problem import problem_details, rejection_answer, retry_after_seconds, status_of


@pytest.mark.parametrize(
    ("wait", "header"),
    [(None, None), (0.0, 1), (0.001, 1), (1.0, 1), (1.001, 2), (29.2, 30), (30.0, 30), (float("inf"), None)],
)
def test_retry_after_is_whole_seconds_rounded_up_and_at_least_one(wait: float | None, header: int | None) -> None:
    assert retry_after_seconds(CircuitOpenError("payments", None, Reason.OPEN, wait)) == header


def test_details_have_the_standard_members_and_ours() -> None:
    details = problem_details(CircuitOpenError("payments", None, Reason.OPEN, 29.2), "/pay")
    assert details == {
        "type": "tag:backstay.dev,2026:problem/circuit-open",
        "title": "Circuit open",
        "status": 503,
        "detail": "The policy payments refuses calls just now (open).",
        "instance": "/pay",
        "policy": "payments",
        "reason": "open",
        "retry_after": 30,
    }


def test_unknown_wait_and_instance_are_left_out() -> None:
    error = CircuitOpenError("payments", None, Reason.FORCED_OPEN, None)
    details = problem_details(error)
    assert "retry_after" not in details
    assert "instance" not in details
    assert "Retry-After" not in dict(rejection_answer(error).headers)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CircuitOpenError("p"), "circuit-open"),
        (BulkheadFullError("p"), "bulkhead-full"),
        (RateLimitedError("p"), "rate-limited"),
        (DeadlineExceededError("p"), "deadline-exceeded"),
        (RetriesExhaustedError("p"), "retries-exhausted"),
        (RejectedError("p"), "rejected"),
    ],
)
def test_type_follows_from_the_class(error: RejectedError, kind: str) -> None:
    assert problem_details(error)["type"] == f"tag:backstay.dev,2026:problem/{kind}"


def test_the_key_is_not_told_to_clients() -> None:
    answer = rejection_answer(CircuitOpenError("payments", "tenant-secret", Reason.OPEN, 3.0))
    assert b"tenant-secret" not in answer.body


def test_answer_is_complete() -> None:
    answer = rejection_answer(CircuitOpenError("payments", None, Reason.OPEN, 3.0), "/zahlen/ä")
    headers = dict(answer.headers)
    assert (answer.status, answer.reason_phrase) == (503, "Service Unavailable")
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Content-Length"] == str(len(answer.body))
    assert headers["Retry-After"] == "3"
    assert json.loads(answer.body)["instance"] == "/zahlen/ä"


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (RateLimitedError("p", None, Reason.RATE, 0.5), 429, "The policy p refuses calls just now (rate)."),
        (
            RateLimitedError("p", None, Reason.COST),
            429,
            "The call weighs more than the policy p ever lets pass at once (cost).",
        ),
        (DeadlineExceededError("p"), 504, "The deadline of the policy p passed (deadline)."),
        (BulkheadFullError("p", None, Reason.FULL), 503, "The policy p refuses calls just now (full)."),
        (CircuitOpenError("p"), 503, "The policy p refuses calls just now (open)."),
        (RetriesExhaustedError("p", None, Reason.BUDGET), 503, "The policy p gave the call up (budget)."),
    ],
)
def test_status_and_words_follow_from_the_refusal(error: RejectedError, status: int, detail: str) -> None:
    answer = rejection_answer(error)
    details = json.loads(answer.body)
    assert (status_of(error), answer.status, details["status"]) == (status,) * 3
    assert details["detail"] == detail
