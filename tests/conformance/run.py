"""Everything but the mutations: the vectors' form, every language over them, parity, the model, and random sequences.

    python run.py [--languages cpp,python,python-async] [--seeds 300]

Ends with 0 when there is no gap.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

import check_vectors
import compare
import languages
import model_run

# What the model does not know: idempotency, the reading of documents, log lines, chance, and the system's clock.
BEYOND_MODEL = (
    "idempotency_",
    "configuration.",
    "bulkhead_config.",
    "composition_config.",
    "rate_limit_config.",
    "retry_config.",
    "sharing_config.",
    "timeout_config.",
    "misuse.clock_not_manual",
    "bulkhead_control.messages",
    "rate_limit_messages.",
    "events.message_of_opening",
    "open_time.jitter",
    "keyed.each_key_draws",
)


def model_gaps() -> list[str]:
    """Vectors that the model, written from the documents, does not meet."""
    known = [vector for vector in compare.load_vectors() if not vector["id"].startswith(BEYOND_MODEL)]
    observed = model_run.run_all(known)
    return [
        f"model {vector['id']}: {line}" for vector in known for line in compare.judge(vector, observed[vector["id"]])
    ]


def judge(names: list[str]) -> tuple[compare.Parity, list[str]]:
    """Parity over the vectors, and the languages to which a wrong vector looks right."""
    right, wrong = compare.load_vectors(), compare.load_vectors(compare.HERE / "wrong")
    observed = {name: languages.observe(name, right + wrong) for name in names}
    blind = [
        f"{name} {vector['id']}: a deliberately wrong vector must be run and must fail"
        for name in names
        for vector in wrong
        if vector["id"] not in observed[name] or not compare.judge(vector, observed[name][vector["id"]])
    ]
    for vector in wrong:
        for name in names:
            observed[name].pop(vector["id"], None)
    return compare.parity(right, observed, json.loads((compare.HERE / "known_gaps.json").read_text())), blind


def main() -> int:
    parser = argparse.ArgumentParser(description="Run the conformance tests in every language.")
    parser.add_argument("--languages", default=",".join(languages.commands()))
    parser.add_argument("--seeds", type=int, default=300)
    options = parser.parse_args()
    result, blind = judge(options.languages.split(","))
    found = check_vectors.problems() + model_gaps() + blind
    print(result.report())
    for line in found:
        print(f"FAIL {line}")
    command = [
        sys.executable,
        str(compare.HERE / "differential.py"),
        "--seeds",
        str(options.seeds),
        "--languages",
        options.languages,
    ]
    differs = subprocess.run(command, check=False).returncode
    return 1 if result.gaps or found or differs else 0


if __name__ == "__main__":
    sys.exit(main())
