"""The command `backstay`, also `python -m backstay`: check a configuration, print its schema, describe the build.

Exit codes: 0 all is well, 1 the configuration has errors, 2 wrong usage or a file that can't be read.
"""

import argparse
import json
import os
import pathlib
import platform
import sys
from collections.abc import Sequence
from typing import Any, Final

from backstay import _native

_DEFAULT_FILE: Final = "backstay.json"
_VALID: Final = 0
_INVALID: Final = 1
_UNUSABLE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments`, by default the process' own, and return its exit code."""
    options = _parser().parse_args(arguments)
    run: int = options.run(options)
    return run


def _parser() -> argparse.ArgumentParser:
    # Without this, Python 3.11 calls `python -m backstay` "__main__.py".
    name = pathlib.Path(sys.argv[0]).name
    program = "python -m backstay" if name == "__main__.py" else name
    parser = argparse.ArgumentParser(prog=program, description="Check and describe Backstay configurations.")
    parser.epilog = (
        "Exit code: 0 all is well, 1 the configuration has errors, 2 wrong usage or a file that can't be read."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = _command(commands, "check", _check, "check a configuration and print every error and warning")
    check.epilog = "Exit code: 0 valid (warnings allowed), 1 errors, 2 the file can't be read."
    check.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help=f"the file, - for standard input (default: $BACKSTAY_CONFIG, {_DEFAULT_FILE})",
    )
    check.add_argument("--json", action="store_true", help="print the findings as one JSON object")

    _command(commands, "schema", _schema, "print the JSON Schema of the configuration")

    info = _command(commands, "info", _info, "print the versions of the package, its library and what is bundled")
    info.add_argument("--json", action="store_true", help="print one JSON object")

    _command(commands, "version", _version, "print the version")
    return parser


def _command(commands: Any, name: str, run: Any, purpose: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}."
    )
    parser.set_defaults(run=run)
    return parser


def _check(options: argparse.Namespace) -> int:
    name = options.file or os.environ.get("BACKSTAY_CONFIG") or _DEFAULT_FILE
    try:
        text = sys.stdin.read() if name == "-" else pathlib.Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        print(f"{name}: {error.strerror if isinstance(error, OSError) else error}", file=sys.stderr)
        return _UNUSABLE
    report = json.loads(_native.config_check(text))
    if options.json:
        print(json.dumps({"file": name, **report}, indent=2, ensure_ascii=False))
    else:
        _print_findings(name, report)
    return _VALID if report["valid"] else _INVALID


def _print_findings(name: str, report: dict[str, Any]) -> None:
    for finding in report["findings"]:
        print(f"{name}: {finding['severity']}: {finding['message']}")
    count = {kind: sum(finding["severity"] == kind for finding in report["findings"]) for kind in ("error", "warning")}
    verdict = "valid" if report["valid"] else "invalid"
    print(f"{name}: {verdict}, {_plural(count['error'], 'error')}, {_plural(count['warning'], 'warning')}")


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _schema(_: argparse.Namespace) -> int:
    print(json.dumps(json.loads(_native.config_schema()), indent=2, ensure_ascii=False))
    return _VALID


def _info(options: argparse.Namespace) -> int:
    described = {
        **json.loads(_native.build_info()),
        "python": platform.python_version(),
        "platform": platform.platform(),
    }
    if options.json:
        print(json.dumps(described, indent=2))
        return _VALID
    for name, value in described.items():
        print(f"{name}: {value if isinstance(value, str | int) else json.dumps(value)}")
    return _VALID


def _version(_: argparse.Namespace) -> int:
    print(f"backstay {_native.version()}")
    return _VALID


if __name__ == "__main__":
    sys.exit(main())
