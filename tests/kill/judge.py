"""What the ledger of a kill loop says, in plain SQL."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import backstay
from backstay import Claim, ClaimOutcome, Idempotency, StoreUnavailableError

# A server that has crashed comes back, and a pooler before it may take a while to notice.
PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.1

# A key that was not acted on; acted on more than once more than it was taken over; whose answer is none of its acts.
FAULTS = """
SELECT answers.key,
       count(ledger.act) AS acts,
       answers.takeovers,
       answers.act AS answer
  FROM answers LEFT JOIN ledger ON ledger.key = answers.key
 GROUP BY answers.key
HAVING acts = 0
    OR acts > 1 + answers.takeovers
    OR answers.act NOT IN (SELECT act FROM ledger AS own WHERE own.key = answers.key)
"""


@dataclass
class Judgement:
    keys: int
    acts: int
    takeovers: int
    faults: list[str]


def judge(store: str, ledger: Path, keys: int) -> Judgement:
    """Compare what was done with what the store says was done."""
    with sqlite3.connect(":memory:") as sql:
        # No unique index: what happened twice must show.
        sql.execute("CREATE TABLE ledger (key TEXT, act TEXT)")
        sql.execute("CREATE TABLE answers (key TEXT, act TEXT, takeovers INTEGER)")
        sql.executemany("INSERT INTO ledger VALUES (?, ?)", lines_of(ledger))
        sql.executemany("INSERT INTO answers VALUES (?, ?, ?)", answers_of(store, keys))
        faults = [
            f"{key}: {acts} acts, {takeovers} takeovers, answered by {answer}"
            for key, acts, takeovers, answer in sql.execute(FAULTS)
        ]
        (acts,) = sql.execute("SELECT count(*) FROM ledger").fetchone()
        (takeovers,) = sql.execute("SELECT sum(takeovers) FROM answers").fetchone()
    return Judgement(keys, acts, takeovers, faults)


def lines_of(ledger: Path) -> list[tuple[str, str]]:
    pairs = [line.split("\t") for line in ledger.read_text(encoding="utf-8").splitlines()]
    return [(key, act) for key, act in pairs]


def ask(orders: Idempotency, key: str) -> Claim:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return orders.claim(key)
        except StoreUnavailableError:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE_SECONDS)


def answers_of(store: str, keys: int) -> list[tuple[str, str, int]]:
    """What every key's record says now; a key without an answer is answered by nothing."""
    config = {"stores": {"main": store}, "idempotency": {"orders": {"lease": "1s", "ttl": "1h"}}}
    answers = []
    with backstay.Runtime(config) as runtime:
        orders = runtime.idempotency("orders")
        for key in (f"k{number}" for number in range(keys)):
            claim = ask(orders, key)
            replay = claim.outcome == ClaimOutcome.REPLAY and claim.answer is not None
            act = json.loads(claim.answer.body) if replay and claim.answer is not None else "nothing"
            answers.append((key, act, claim.takeovers))
    return answers
