"""The command `backstay` over keys that the Python package wrote: another language, the same file."""

import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
from typing import Any

import pytest

import backstay

ROOT = pathlib.Path(__file__).parents[2]
COMMAND = os.environ.get("BACKSTAY_COMMAND", str(ROOT / "build" / "dev" / "bindings" / "cli" / "backstay"))
HARD_TIMEOUT = 60


@pytest.fixture
def home(tmp_path: pathlib.Path) -> pathlib.Path:
    document = {
        "stores": {"main": "sqlite:./keys.db"},
        "idempotency": {"orders": {"ttl": "1h"}, "brief": {"ttl": "1s", "lease": "1s"}},
    }
    (tmp_path / "backstay.json").write_text(json.dumps(document))
    return tmp_path


@pytest.fixture
def keys(home: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A key in flight, one that is done in a scope, and one whose name would colour a terminal."""
    monkeypatch.chdir(home)
    runtime = backstay.Runtime("backstay.json")
    orders = runtime.idempotency("orders")
    orders.claim("flying", fingerprint="f1").set_recovery_point("charged")
    orders.claim("done", scope="tenant 7").complete(b'{"n":1}', content_type="application/json", status_code=201)
    orders.claim("\x1b[31mred").complete(b"secret", content_type="text/plain")
    runtime.close()
    return home


def run(home: pathlib.Path, *arguments: str, code: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "BACKSTAY_CONFIG"}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=HARD_TIMEOUT,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def run_json(home: pathlib.Path, *arguments: str, code: int = 0) -> Any:
    return json.loads(run(home, *arguments, "--json", code=code))


def test_lists_what_another_language_wrote(keys: pathlib.Path) -> None:
    listed = {key["key"]: key for key in run_json(keys, "idempotency", "ls", "orders")["keys"]}
    assert set(listed) == {"flying", "done", "\x1b[31mred"}
    assert listed["flying"]["state"] == "in_flight"
    assert listed["flying"]["recovery_point"] == "charged"
    assert listed["done"]["status_code"] == 201
    table = run(keys, "idempotency", "ls", "orders")
    assert re.search(r"^done +tenant 7 +done +\d+m?s", table, re.MULTILINE)
    assert "\x1b" not in table
    assert "\\x1b[31mred" in table


def test_lists_a_part(keys: pathlib.Path) -> None:
    assert [key["key"] for key in run_json(keys, "idempotency", "ls", "orders", "--state", "in_flight")["keys"]] == [
        "flying"
    ]
    assert [key["key"] for key in run_json(keys, "idempotency", "ls", "orders", "-s", "tenant 7")["keys"]] == ["done"]
    part = run_json(keys, "idempotency", "ls", "orders", "-n", "2")
    assert len(part["keys"]) == 2
    assert part["more"] is True
    assert run_json(keys, "idempotency", "ls", "brief") == {"keys": [], "more": False}


def test_shows_a_body_only_when_asked(keys: pathlib.Path) -> None:
    shown = run(keys, "idempotency", "show", "orders", "done", "-s", "tenant 7")
    assert "state: done" in shown
    assert '{"n":1}' not in shown
    assert run_json(keys, "idempotency", "show", "orders", "done", "-s", "tenant 7", "--body")["body"] == '{"n":1}'
    assert 'there is no key "done"' in run(keys, "idempotency", "show", "orders", "done", code=1)


def test_release_frees_what_is_in_flight_alone(keys: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "released" in run(keys, "idempotency", "release", "orders", "flying")
    assert run_json(keys, "idempotency", "release", "orders", "done", "-s", "tenant 7", code=1)["removed"] is False
    assert "there is no key" in run(keys, "idempotency", "release", "orders", "flying", code=1)
    orders = backstay.Runtime("backstay.json").idempotency("orders")
    assert orders.claim("flying").held


def test_purge_forgets(keys: pathlib.Path) -> None:
    assert run_json(keys, "idempotency", "purge", "orders", "done", "-s", "tenant 7")["removed"] is True
    assert backstay.Runtime("backstay.json").idempotency("orders").claim("done", scope="tenant 7").held
    assert "takes a key or --expired" in run(keys, "idempotency", "purge", "orders", code=2)


def test_purge_clears_away_what_has_expired(keys: pathlib.Path) -> None:
    database = sqlite3.connect(keys / "keys.db")
    with database:
        database.execute(
            "UPDATE backstay_entries SET expires_ns = 1 WHERE CAST(key AS TEXT) LIKE '%red' OR CAST(key AS TEXT) LIKE '%done'"
        )
    database.close()
    # What the command's own transactions clear away beside is not counted.
    assert 0 <= run_json(keys, "idempotency", "purge", "orders", "--expired", "--batch", "1")["swept"] <= 2
    assert [key["key"] for key in run_json(keys, "idempotency", "ls", "orders")["keys"]] == ["flying"]


def test_a_row_that_somebody_changed_is_shown_and_only_purged(keys: pathlib.Path) -> None:
    database = sqlite3.connect(keys / "keys.db")
    with database:
        database.execute("UPDATE backstay_entries SET value = x'00' WHERE CAST(key AS TEXT) LIKE '%flying'")
    database.close()
    assert run_json(keys, "idempotency", "ls", "orders", "--state", "corrupt")["keys"][0]["key"] == "flying"
    assert "is no record" in run(keys, "idempotency", "release", "orders", "flying", code=3)
    run(keys, "idempotency", "purge", "orders", "flying")


def test_doctor_and_migrate(home: pathlib.Path) -> None:
    assert "isn't there yet" in run(home, "doctor")
    assert not (home / "keys.db").exists()
    assert run_json(home, "migrate") == {"store": "main", "from": 0, "to": 1}
    assert "already" in run(home, "migrate")
    (store,) = run_json(home, "doctor")["stores"]
    assert store["facts"]["synchronous"] == "full"
    assert store["warnings"] == []
    script = run(home, "migrate", "--print")
    database = sqlite3.connect(":memory:")
    database.executescript(script)
    assert database.execute("SELECT count(*) FROM backstay_entries").fetchone() == (0,)


def test_doctor_names_a_store_that_cannot_be_used(home: pathlib.Path) -> None:
    (home / "keys.db").write_text("no database at all, but long enough to be read as one" * 20)
    output = run(home, "doctor", code=1)
    assert "can't be used" in output
    assert "keys.db" in output
    assert "keys.db" in run(home, "idempotency", "ls", "orders", code=3)


def test_wrong_usage(home: pathlib.Path) -> None:
    assert "orders" in run(home, "idempotency", "ls", "ordres", code=1)
    run(home, code=2)
    run(home, "nonsense", code=2)
    run(home, "idempotency", "ls", "orders", "--limit", "0", code=2)
    assert "can't be read" in run(home, "doctor", "-c", "nowhere.json", code=2)
    assert "Usage" in run(home, "--help")


def test_check_says_what_the_package_says(home: pathlib.Path) -> None:
    (home / "backstay.json").write_text('{"policies": {"p": {"bulkhead": 0}}}')
    output = run(home, "check", code=1)
    asked = [sys.executable, "-m", "backstay", "check"]
    package = subprocess.run(asked, cwd=home, capture_output=True, text=True, timeout=HARD_TIMEOUT, check=False)
    assert output == package.stdout
    assert run_json(home, "check", code=1)["valid"] is False
    assert run_json(home, "info")["version"] == backstay.__version__


def test_completion_is_shell(home: pathlib.Path) -> None:
    script = run(home, "completion", "bash")
    asked = f'{script}\nCOMP_WORDS=(backstay idempotency --config x ls --s); COMP_CWORD=5; _backstay; echo "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, timeout=HARD_TIMEOUT, check=True)
    assert set(done.stdout.split()) == {"--scope", "--state"}
