"""The story for real: five services and a preloaded sixth, a flaky upstream, and a judge who accepts and who objects."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HARD_LIMIT_S = 1500  # in a fresh checkout the compiled services are built first
ALL = ("fastapi", "django", "django-preload", "go", "spring", "axum")


def story(work: Path, *options: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "story"), "--work", str(work), *options],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=HARD_LIMIT_S,
        check=False,
    )
    print(done.stdout, done.stderr)
    return done.returncode, done.stdout


def test_every_process_fails_fast_and_recovers_and_the_access_log_agrees(tmp_path: Path) -> None:
    status, shown = story(tmp_path, "--check", "--services", ",".join(ALL))
    assert status == 0, shown
    for name in ALL:
        assert re.search(rf"^  {name}  +\d+  +closed ", shown, re.MULTILINE) or f"{name} is left out: " in shown
    assert "has no objection" in shown
    assert "amplification" in shown and "last attempt after" in shown and "answered 429" in shown


def test_the_judge_objects_where_nothing_is_guarded(tmp_path: Path) -> None:
    acts = ("--acts", "errors", "--patience", "1", "--services", "fastapi,django,go,axum")
    status, shown = story(tmp_path, *acts, BACKSTAY_DISABLED="1")
    assert status == 1
    for name in ("fastapi", "django", "go", "axum"):
        assert re.search(rf"{name}/\d+: never opened", shown) or f"{name} is left out: " in shown


def test_the_judge_objects_to_retries_without_bounds(tmp_path: Path) -> None:
    config = json.loads((ROOT / "examples" / "backstay.json").read_text(encoding="utf-8"))
    policies = config["policies"]
    policies["budgeted"] = policies["payments"] = policies["retries"]
    policies["prices"]["rate_limit"] = "1000/s"
    unbounded = tmp_path / "unbounded.json"
    unbounded.write_text(json.dumps(config), encoding="utf-8")
    acts = ("--acts", "overload,crowd,deadline,limit", "--services", "fastapi")
    status, shown = story(tmp_path, *acts, "--config", str(unbounded))
    assert status == 1
    for policy in ("budgeted", "payments"):
        assert f"{policy}: fastapi: amplification is" in shown
    assert "although guarded" in shown
    assert "requests were at the upstream at once" in shown
    assert "after its deadline" in shown
    assert "nothing was refused" in shown


def test_an_unknown_act_is_refused_with_the_known_ones() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "story"), "--acts", "flood"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "refusal" in done.stderr
