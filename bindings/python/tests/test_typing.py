"""The types that users see, and those of the package itself, under mypy --strict."""

import pathlib
import subprocess
import sys

import backstay

TESTS = pathlib.Path(__file__).parent
#: Types come with all extras and checkers that packaging/setup installs.
LIMIT_SECONDS = 300


def mypy(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--warn-unused-ignores", *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
        cwd=TESTS,
    )


def test_users_see_the_types_they_wrote() -> None:
    done = mypy("typing_check.py")
    assert done.returncode == 0, done.stdout


def test_a_wrong_type_is_noticed(tmp_path: pathlib.Path) -> None:
    """The check above must be able to fail."""
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        (TESTS / "typing_check.py").read_text(encoding="utf-8") + "\nwrong: str = plain(1)\n", encoding="utf-8"
    )
    done = mypy(str(wrong))
    assert "Incompatible types in assignment" in done.stdout and "Found 1 error" in done.stdout


def test_the_package_itself_is_strictly_typed() -> None:
    done = mypy("-p", "backstay")
    assert done.returncode == 0, done.stdout


def test_it_says_that_it_is_typed() -> None:
    assert (pathlib.Path(backstay.__file__).parent / "py.typed").is_file()
