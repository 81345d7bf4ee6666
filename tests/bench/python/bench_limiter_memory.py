"""Memory of rate limits: by key, when many more keys are seen than ours keeps, and of one key that is called often.

Each candidate runs alone in a fresh process, which compares its resident memory before and after, so everything counts. The rates are
such that no key is forgotten because its time is over.

    python tests/bench/python/bench_limiter_memory.py [--json FILE]
"""

from __future__ import annotations

import argparse
import gc
import json
import pathlib
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from bench_memory import resident_bytes

KEPT = 10_000
#: Keys seen, and how far the candidates that keep them all are measured.
KEYS = (KEPT, 10 * KEPT, 100 * KEPT)
PEER_KEYS = KEYS[:2]
CALLS = 100_000
PER_HOUR = 1_000_000

#: Asks the limit for one call of a key.
Ask = Callable[[str], Any]


def backstay_keyed() -> Ask:
    import backstay

    limit = {"rate_limit": f"{PER_HOUR}/h", "keyed": {"maximum": KEPT}}
    policy = backstay.Runtime({"policies": {"upstream": limit}}).policy("upstream")

    def empty() -> None:
        """The guarded call."""

    return lambda key: policy.keyed(key).call(empty)


def limits_by(strategy: str) -> Ask:
    import limits

    limiter = getattr(limits.strategies, strategy)(limits.storage.MemoryStorage())
    item = limits.RateLimitItemPerHour(PER_HOUR)
    return lambda key: limiter.hit(item, key)


def limits_fixed() -> Ask:
    return limits_by("FixedWindowRateLimiter")


def limits_moving() -> Ask:
    return limits_by("MovingWindowRateLimiter")


def throttled_gcra() -> Ask:
    import throttled

    store = throttled.MemoryStore(options={"MAX_SIZE": KEPT})
    quota = throttled.per_hour(PER_HOUR)
    limiter = throttled.Throttled(using="gcra", quota=quota, store=store)
    return lambda key: limiter.limit(key)


def pyrate() -> Ask:
    import pyrate_limiter

    limiter = pyrate_limiter.Limiter(pyrate_limiter.Rate(PER_HOUR, pyrate_limiter.Duration.HOUR))
    return lambda key: limiter.try_acquire(key)


CANDIDATES: dict[str, tuple[str, Callable[[], Ask]]] = {
    "ours": (f"backstay, at most {KEPT:,} kept", backstay_keyed),
    "limits-fixed": ("limits, fixed window", limits_fixed),
    "limits-moving": ("limits, moving window", limits_moving),
    "throttled": (f"throttled-py, GCRA, at most {KEPT:,} kept", throttled_gcra),
    "pyrate": ("pyrate-limiter (one bucket for all keys)", pyrate),
}
BY_KEY = ("ours", "limits-fixed", "limits-moving", "throttled")


def grown(ask: Ask, before: int, keys: range) -> int:
    for number in keys:
        ask(f"tenant-{number:09}")
    gc.collect()
    return resident_bytes() - before


def growth(name: str, what: str) -> list[int]:
    """Bytes after so many keys, or after many calls of one key. Measured in this process."""
    ask = CANDIDATES[name][1]()
    for number in range(100):
        ask(f"warm-{number}")
    gc.collect()
    before = resident_bytes()
    if what == "calls":
        for _ in range(CALLS):
            ask("tenant")
        return [resident_bytes() - before]
    seen, sizes = 0, []
    for until in KEYS if name == "ours" else PEER_KEYS:
        sizes.append(grown(ask, before, range(seen, until)))
        seen = until
    return sizes


def measured(name: str, what: str) -> list[int]:
    command = [sys.executable, __file__, "--measure", name, "--what", what]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    return [int(size) for size in done.stdout.split()]


def key_rows() -> list[dict[str, Any]]:
    return [{"limit": CANDIDATES[name][0], "bytes": measured(name, "keys")} for name in BY_KEY]


def call_rows() -> list[dict[str, Any]]:
    return [{"limit": title, "bytes": measured(name, "calls")} for name, (title, _) in CANDIDATES.items()]


def print_tables(by_key: list[dict[str, Any]], by_calls: list[dict[str, Any]]) -> None:
    print(
        f"| a rate limit by key: MB after so many keys | {' | '.join(f'{keys:,}' for keys in KEYS)} | bytes a kept key |"
    )
    print("|---|---:|---:|---:|---:|")
    for row in by_key:
        sizes = [f"{size / 1e6:.1f}" for size in row["bytes"]] + [""] * (len(KEYS) - len(row["bytes"]))
        print(f"| {row['limit']} | {' | '.join(sizes)} | {row['bytes'][0] / KEPT:.0f} |")
    print(f"\n| one rate limit called {CALLS:,} times | bytes a call |")
    print("|---|---:|")
    for row in by_calls:
        print(f"| {row['limit']} | {row['bytes'][0] / CALLS:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=pathlib.Path, help="write the figures there as well")
    parser.add_argument("--measure", choices=CANDIDATES, help=argparse.SUPPRESS)
    parser.add_argument("--what", choices=("keys", "calls"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(*growth(options.measure, options.what))
        return
    by_key, by_calls = key_rows(), call_rows()
    print_tables(by_key, by_calls)
    if options.json:
        document = {"bench": "limiter memory", "keys": KEYS, "by_key": by_key, "calls": CALLS, "by_calls": by_calls}
        options.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
