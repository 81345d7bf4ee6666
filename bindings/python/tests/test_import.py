"""What importing does and does not, and where it refuses in words."""

import ast
import pathlib
import subprocess
import sys

from loopback import HARD_TIMEOUT

import backstay
from backstay import _native


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=HARD_TIMEOUT, check=False
    )


def test_importing_starts_no_thread_and_needs_no_asyncio() -> None:
    done = run(
        "import sys, os, backstay\n"
        "print(len(os.listdir('/proc/self/task')), *(name in sys.modules for name in ('asyncio', 'multiprocessing')))\n"
    )
    assert (done.stdout, done.stderr) == ("1 False False\n", "")


def test_a_runtime_starts_no_thread_either() -> None:
    done = run(
        "import os, backstay\n"
        "policy = backstay.Runtime({'policies': {'p': {'circuit_breaker': {}}}}).policy('p')\n"
        "policy.call(int); policy.enter().failure()\n"
        "print(len(os.listdir('/proc/self/task')))\n"
    )
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_sub_interpreters_are_refused_in_words() -> None:
    module = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    code = (
        f"import {module} as interpreters, backstay\n"
        "made = interpreters.create()\n"
        "done = interpreters.run_string(made, '''\n"
        "try:\n"
        "    import backstay\n"
        "except ImportError as error:\n"
        "    print(error, flush=True)\n"
        "else:\n"
        "    print('imported', flush=True)\n"
        "''')\n"
    )
    done = run(code)
    assert "interpreter" in done.stdout and "imported" not in done.stdout, done.stderr
    assert done.returncode == 0


def test_a_switched_off_gil_is_refused_in_words() -> None:
    done = run("import sys\nsys._is_gil_enabled = lambda: False\nimport backstay\n")
    assert "ImportError: backstay needs the GIL; start Python without -X gil=0 and PYTHON_GIL=0" in done.stderr


def test_versions_agree() -> None:
    assert backstay.__version__ == _native.version()
    assert _native.abi_version() >= 1


def test_the_extension_exports_its_init_function_alone() -> None:
    """Symbols of the core inside the module must not meet those of another copy in the same process."""
    done = subprocess.run(
        ["nm", "-D", "--defined-only", _native.__file__],
        capture_output=True,
        text=True,
        timeout=HARD_TIMEOUT,
        check=True,
    )
    names = [line.split()[-1] for line in done.stdout.splitlines() if line.split()[-2] in "TDBR"]
    assert names == ["PyInit__native"]


def test_the_stub_file_tells_what_is_there() -> None:
    """Names in the stub exist, and public names of the module are in the stub."""
    stub = ast.parse((pathlib.Path(backstay.__file__).parent / "_native.pyi").read_text(encoding="utf-8"))
    told = {node.name: node for node in stub.body if isinstance(node, (ast.ClassDef, ast.FunctionDef))}
    assert {name for name in vars(_native) if not name.startswith("_")} == told.keys()
    for name, node in told.items():
        if isinstance(node, ast.ClassDef):
            for member in (item.name for item in node.body if isinstance(item, ast.FunctionDef)):
                assert hasattr(getattr(_native, name), member), f"{name}.{member}"
