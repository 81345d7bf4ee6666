"""The command `python -m backstay`, run as a process."""

import json
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from loopback import HARD_TIMEOUT, run_python

import backstay

VALID = {"policies": {"payments": {"circuit_breaker": "standard"}}}
INVALID = {
    "policies": {"payments": {"circuit_breaker": {"open_for": 30, "half_open": {"permits": 64}, "preset": "standart"}}}
}


def run(*arguments: str, code: int = 0, **options: Any) -> str:
    return str(run_python("-m", "backstay", *arguments, check=(code,), **options).stdout)


@pytest.fixture
def file(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "backstay.json"


def test_valid_file(file: pathlib.Path) -> None:
    file.write_text(json.dumps(VALID))
    assert run("check", str(file)) == f"{file}: valid, 0 errors, 0 warnings\n"


def test_every_error_is_printed_with_path_value_and_allowed(file: pathlib.Path) -> None:
    file.write_text(json.dumps(INVALID))
    output = run("check", str(file), code=1)
    errors = [line for line in output.splitlines() if ": error: " in line]
    breaker = "policies.payments.circuit_breaker"
    for path, value in (
        (f"{breaker}.open_for", "30"),
        (f"{breaker}.half_open.permits", "64"),
        (f"{breaker}.preset", "standart"),
    ):
        (line,) = (line for line in errors if path in line)
        assert value in line
    assert output.endswith(f"{file}: invalid, 3 errors, 0 warnings\n")


def test_warning_leaves_the_file_valid(file: pathlib.Path) -> None:
    file.write_text('{"policies": {"payments": {"circuit_breaker": {"open_for": "1s"}}}}')
    output = run("check", str(file))
    assert ": warning: " in output
    assert output.endswith("valid, 0 errors, 1 warning\n")


def test_odd_compositions_are_warnings(file: pathlib.Path) -> None:
    policies = {
        "inverted": {"layers": [{"retry": 3}, {"timeout": "1s"}]},
        "pointless": {"timeout": "1s", "attempt_timeout": "2s", "circuit_breaker": "standard"},
        "sound": {"timeout": "5s", "retry": "standard", "circuit_breaker": "standard", "bulkhead": 16},
    }
    file.write_text(json.dumps({"policies": policies}))
    output = run("check", str(file))
    warnings = [line for line in output.splitlines() if ": warning: " in line]
    assert [line.split(": ")[2] for line in warnings] == ["policies.inverted.layers", "policies.pointless"]
    assert "timeout inside retry" in warnings[0]
    assert "attempt_timeout of 2s" in warnings[1]
    assert output.endswith("valid, 0 errors, 2 warnings\n")


def test_errors_of_compositions_name_the_layer(file: pathlib.Path) -> None:
    policies = {
        "twice": {"layers": [{"retry": 3}, {"bulkhead": 8}, {"retry": 2}]},
        "wrong": {"retry": {"attempts": 0}, "rate_limit": "100", "bulkhead": {"limit": 0}, "timeout": "5"},
    }
    file.write_text(json.dumps({"policies": policies}))
    lines = run("check", str(file), code=1).splitlines()
    paths = [line.split(": ")[2] for line in lines if ": error: " in line]
    assert set(paths) == {
        "policies.twice.layers[2].retry",
        "policies.wrong.timeout",
        "policies.wrong.retry.attempts",
        "policies.wrong.rate_limit",
        "policies.wrong.bulkhead.limit",
    }


def test_borrowed_patterns_must_be_there(file: pathlib.Path) -> None:
    borrower = {"bulkhead": {"use": "databse"}}
    file.write_text(json.dumps({"policies": {"reports": borrower, "database": {"bulkhead": 4}}}))
    output = run("check", str(file), code=1)
    assert "policies.reports.bulkhead.use" in output
    assert '"database"' in output


def test_json_report(file: pathlib.Path) -> None:
    file.write_text(json.dumps(INVALID))
    report = json.loads(run("check", "--json", str(file), code=1))
    assert (report["file"], report["valid"], len(report["findings"])) == (str(file), False, 3)
    for finding in report["findings"]:
        assert finding["severity"] == "error"
        assert finding["path"].startswith("policies.payments.circuit_breaker.")
        assert finding["allowed"]


def test_file_rule(file: pathlib.Path) -> None:
    file.write_text(json.dumps(VALID))
    assert run("check", cwd=file.parent).startswith("backstay.json: valid")
    other = file.with_name("other.json")
    other.write_text(json.dumps(INVALID))
    assert run("check", cwd=file.parent, env={"BACKSTAY_CONFIG": "other.json"}, code=1).startswith("other.json: error")


def test_standard_input() -> None:
    assert run("check", "-", input=json.dumps(VALID)) == "-: valid, 0 errors, 0 warnings\n"


def test_broken_json_is_an_error(file: pathlib.Path) -> None:
    file.write_text('{"policies": ')
    assert ": error: " in run("check", str(file), code=1)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_unreadable_file(file: pathlib.Path, content: bytes | None) -> None:
    if content is not None:
        file.write_bytes(content)
    done = run_python("-m", "backstay", "check", str(file), check=(2,))
    assert str(file) in done.stderr
    assert done.stdout == ""


def test_schema_accepts_what_check_accepts() -> None:
    schema = json.loads(run("schema"))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "policies" in schema["properties"]


def test_versions() -> None:
    assert run("version") == f"backstay {backstay.__version__}\n"
    described = json.loads(run("info", "--json"))
    assert described["version"] == backstay.__version__
    assert f"version: {backstay.__version__}" in run("info")


@pytest.mark.parametrize("command", [[], ["check"], ["schema"], ["info"], ["version"]])
def test_help(command: list[str]) -> None:
    assert "usage: python -m backstay" in run(*command, "--help")


def test_help_names_all_commands_and_exit_codes() -> None:
    text = run("--help")
    for name in ("check", "schema", "info", "version"):
        assert f"\n    {name} " in text
    assert "Exit code: 0" in text
    assert "JSON Schema" in run("schema", "--help")


def test_installed_script_is_the_same_command() -> None:
    script = pathlib.Path(sys.executable).with_name("backstay")
    done = subprocess.run([script, "check", "--help"], capture_output=True, text=True, timeout=HARD_TIMEOUT, check=True)
    assert done.stdout.startswith("usage: backstay check")


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["check", "--no-such-option"]])
def test_wrong_usage(arguments: list[str]) -> None:
    assert "usage:" in run_python("-m", "backstay", *arguments, check=(2,)).stderr
