"""An adapter whose framework is missing says which extra to install; the package itself needs none."""

import pytest
from loopback import run_python

MISSING = "import sys; sys.modules[{framework!r}] = None; import backstay.{adapter}"


@pytest.mark.parametrize(
    ("adapter", "framework", "extra"),
    [
        ("fastapi", "fastapi", "fastapi"),
        ("django", "django.apps", "django"),
        ("httpx", "httpx", "httpx"),
        ("requests", "requests", "requests"),
        ("prometheus", "prometheus_client", "prometheus"),
    ],
)
def test_missing_framework(adapter: str, framework: str, extra: str) -> None:
    done = run_python("-c", MISSING.format(framework=framework, adapter=adapter), check=(1,))
    assert f"ImportError: backstay.{adapter} needs the extra '{extra}': pip install 'backstay[{extra}]'" in done.stderr


def test_the_package_and_its_plain_adapters_import_no_framework_and_start_no_thread() -> None:
    code = """
import sys, threading
import backstay, backstay.asgi, backstay.problem, backstay.testing, backstay.wsgi
frameworks = {"fastapi", "starlette", "django", "httpx", "requests", "prometheus_client", "pytest"}
print(sorted(frameworks & sys.modules.keys()), threading.active_count())
"""
    assert run_python("-c", code).stdout == "[] 1\n"
