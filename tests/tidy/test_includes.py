"""Who may include whom: the table of the architecture, read from the #include lines."""

import re

import pytest
from tree import Tree

C11_HEADERS = {"stdint.h", "stddef.h"}
# From (longest match wins) -> what may be included, besides files of the same folder.
TABLE = {
    "core/base": [],
    "core/segment": ["core/base"],
    "core/store": ["core/base"],
    "core/telemetry": ["core/base"],
    "core/runtime": ["core"],
    "core/policy": ["core/base", "core/segment", "core/store/", "core/telemetry", "core/policy"],
    "core": ["core/base", "core/segment", "core/store/", "core/telemetry"],
    # What HTTP says, without a decision of a pattern's.
    "core/http": ["core/base"],
    "core/idempotency": ["core/base", "core/store/", "core/telemetry", "core/http", "core/idempotency"],
    "capi/src": ["core", "capi/include"],
    "capi/include": ["capi/include"],
    "bindings": ["capi/include"],
    "examples": ["capi/include"],
    "tests/install": ["capi/include"],
    "tests/capi": ["capi/include"],
    "tests/conformance": ["capi/include"],
    "tests/unit": ["core", "tests/unit"],
    "tests/fuzz": ["core"],
    "tests/bench": ["core", "capi/include"],
}
# Folders whose subfolders know their parent's own files and nothing of each other.
FAMILIES = ("core/policy", "core/store")


def folder_of(path: str) -> str:
    return path.rsplit("/", 1)[0]


def target_of(path: str, include: str) -> str | None:
    """The project's file that an include line names, None for other people's."""
    if include.startswith("backstay/"):
        return f"capi/include/{include}"
    if include.startswith(("core/", "capi/", "bindings/", "tests/")):
        return include
    return None if include.startswith("<") else f"{folder_of(path)}/{include}"


def is_member(path: str) -> str | None:
    """The family that a file of a subfolder belongs to."""
    return next((family for family in FAMILIES if folder_of(path).startswith(f"{family}/")), None)


def allowed(path: str, target: str) -> bool:
    family = is_member(path)
    home = "/".join(folder_of(path).split("/")[:3]) if family else folder_of(path)
    if folder_of(target) == home or target.startswith(f"{home}/"):
        return True
    zone = max((zone for zone in TABLE if path.startswith(f"{zone}/")), key=len, default=None)
    if zone is None:
        return True
    if family and target.startswith(f"{family}/"):
        return folder_of(target) == family
    # "core/store/" with a slash: the ports, which are files of the folder itself, not the adapters below it.
    return any(
        folder_of(target) + "/" == part if part.endswith("/") else target.startswith(f"{part}/") for part in TABLE[zone]
    )


def violations(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.items():
        if not path.endswith((".c", ".h", ".cpp", ".hpp")):
            continue
        for quote, include in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.MULTILINE):
            own = include.startswith("backstay/")
            if quote == "<" and not own:
                if path.startswith("capi/include/") and path.endswith(".h") and include not in C11_HEADERS:
                    found.append(
                        f"{path} may not include <{include}>: public headers need {', '.join(sorted(C11_HEADERS))} only"
                    )
                continue
            target = target_of(path, include)
            if target and not allowed(path, target):
                found.append(f"{folder_of(path)} may not include {folder_of(target)}: {path} includes {include}")
            if target and path.startswith("capi/include/") and path.endswith(".h") and not target.endswith(".h"):
                found.append(f"{path} is C and may not include {include}")
    return found


def test_everyone_includes_only_what_the_table_allows(tree: Tree) -> None:
    assert violations(tree) == []


@pytest.mark.parametrize(
    ("path", "include"),
    [
        ("core/flags/flags.cpp", '"core/outbox/outbox.hpp"'),
        ("core/base/text.cpp", '"core/telemetry/writers.hpp"'),
        ("core/telemetry/writers.cpp", '"core/policy/pattern.hpp"'),
        ("core/policy/retry/retry.cpp", '"core/policy/circuit_breaker/breaker.hpp"'),
        ("core/policy/retry/retry.cpp", '"core/runtime/runtime.hpp"'),
        ("core/policy/retry/retry.cpp", '"core/store/redis/redis.hpp"'),
        ("core/store/redis/redis.cpp", '"core/store/sqlite/sqlite.hpp"'),
        ("core/runtime/runtime.cpp", '"backstay/base.h"'),
        ("core/http/retry_after.cpp", '"capi/src/wall.hpp"'),
        ("capi/src/policy.cpp", '"bindings/python/native/module.hpp"'),
        ("capi/include/backstay/base.h", '"core/base/status.hpp"'),
        ("capi/include/backstay/base.h", "<stdlib.h>"),
        ("capi/include/backstay/base.h", '"backstay/backstay.hpp"'),
        ("bindings/python/native/module.cpp", '"core/policy/pattern.hpp"'),
        ("bindings/python/native/module.cpp", '"capi/src/wall.hpp"'),
        ("tests/capi/consumer.c", '"core/base/status.hpp"'),
        ("tests/conformance/cpp/main.cpp", '"core/base/status.hpp"'),
        ("tests/unit/base/text_test.cpp", '"capi/src/wall.hpp"'),
        ("tests/install/consumer/consumer.cpp", '"core/base/status.hpp"'),
    ],
)
def test_a_forbidden_include_is_named(path: str, include: str) -> None:
    sentences = violations({path: f"#include {include}\n"})
    assert sentences and all("may not include" in sentence and path in sentence for sentence in sentences)


@pytest.mark.parametrize(
    ("path", "include"),
    [
        ("core/policy/retry/retry.cpp", '"core/policy/pattern.hpp"'),
        ("core/policy/retry/retry.cpp", '"core/policy/retry/settings.hpp"'),
        ("core/policy/registry.cpp", '"core/policy/retry/retry.hpp"'),
        ("core/outbox/outbox.cpp", '"core/store/log.hpp"'),
        ("core/runtime/runtime.cpp", '"core/policy/registry.hpp"'),
        ("capi/src/policy.cpp", '"wall.hpp"'),
        ("capi/include/backstay/base.h", "<stdint.h>"),
        ("tests/capi/consumer.c", "<backstay/backstay.h>"),
    ],
)
def test_an_allowed_include_passes(path: str, include: str) -> None:
    assert violations({path: f"#include {include}\n"}) == []
