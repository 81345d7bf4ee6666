"""The worker of the kill loop in Python; README.md says what a worker does."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from itertools import count

import backstay
from backstay import Claim, ClaimOutcome, Idempotency, LostLeaseError, StoreUnavailableError

PAUSE_SECONDS = 0.005


class Fault:
    """Kills this process when it passes its phase for the n-th time."""

    def __init__(self, phase: str, after: int) -> None:
        self._phase = phase
        self._left = after

    def due(self, phase: str) -> bool:
        if phase != self._phase:
            return False
        self._left -= 1
        return self._left == 0

    def passed(self, phase: str) -> None:
        if self.due(phase):
            os.kill(os.getpid(), signal.SIGKILL)


class Worker:
    def __init__(self, orders: Idempotency, ledger: str, fault: Fault) -> None:
        self._orders = orders
        self._ledger = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self._fault = fault
        self._acts = count(1)

    def settle(self, key: str) -> bool:
        """Whether the key has its answer now."""
        try:
            claim = self._orders.claim(key)
        except StoreUnavailableError:
            return False
        if claim.held:
            return self._act(key, claim)
        if claim.outcome not in (ClaimOutcome.REPLAY, ClaimOutcome.IN_FLIGHT):
            raise RuntimeError(f"{key}: {claim.outcome.name}")
        return claim.outcome == ClaimOutcome.REPLAY

    def _act(self, key: str, claim: Claim) -> bool:
        self._fault.passed("claimed")
        act = f"python-{os.getpid()}-{next(self._acts)}"
        os.write(self._ledger, f"{key}\t{act}\n".encode())
        self._fault.passed("acted")
        try:
            self._complete(lambda: self._until_heard(claim, json.dumps(act)))
        except LostLeaseError:
            return False
        self._fault.passed("completed")
        return True

    @staticmethod
    def _until_heard(claim: Claim, act: str) -> None:
        """An answer that was stored, though nobody heard so, is not stored twice."""
        while True:
            try:
                return claim.complete(act, content_type="application/json")
            except StoreUnavailableError:
                time.sleep(PAUSE_SECONDS)

    def _complete(self, complete: Callable[[], None]) -> None:
        if self._fault.due("completing"):
            threading.Thread(target=complete).start()
            os.kill(os.getpid(), signal.SIGKILL)
        complete()


def settle_all(worker: Worker, keys: list[str]) -> None:
    while keys:
        left = [key for key in keys if not worker.settle(key)]
        if len(left) == len(keys):
            time.sleep(PAUSE_SECONDS)
        keys = left


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Claim, act, complete, and die on the way.")
    for name in ("--store", "--ledger", "--phase"):
        parser.add_argument(name, required=True)
    for name in ("--keys", "--lease-ms", "--seed", "--after"):
        parser.add_argument(name, required=True, type=int)
    return parser.parse_args()


def main() -> int:
    given = options()
    config = {
        "stores": {"main": given.store},
        "idempotency": {"orders": {"lease": f"{given.lease_ms}ms", "ttl": "1h"}},
    }
    keys = [f"k{number}" for number in range(given.keys)]
    random.Random(given.seed).shuffle(keys)
    with backstay.Runtime(config) as runtime:
        worker = Worker(runtime.idempotency("orders"), given.ledger, Fault(given.phase, given.after))
        try:
            settle_all(worker, keys)
        except Exception as error:
            print(f"python: {error}", file=sys.stderr)
            return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
