"""What a vector file must be before anybody runs it: valid against schema.json, named once, and standing on names that exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

HERE = Path(__file__).resolve().parent


def problems(folders: tuple[Path, ...] = (HERE / "vectors", HERE / "wrong")) -> list[str]:
    """Everything that is wrong with the vector files."""
    validator = jsonschema.Draft202012Validator(json.loads((HERE / "schema.json").read_text()))
    found: list[str] = []
    seen: dict[str, Path] = {}
    for path in sorted(file for folder in folders for file in folder.rglob("*.json")):
        document = json.loads(path.read_text())
        found += [
            f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator.iter_errors(document)
        ]
        for vector in document["vectors"]:
            if vector["id"] in seen:
                found.append(f"{path.name}: {vector['id']} is in {seen[vector['id']].name} too")
            seen[vector["id"]] = path
            found += [f"{path.name}: {vector['id']}: {line}" for line in of_steps(vector)]
    return found


def of_steps(vector: dict[str, Any]) -> list[str]:
    """Steps that go back in time, use a name before it is given, or give one twice."""
    found: list[str] = []
    names: set[str] = set()
    now = 0
    for number, step in enumerate(vector["steps"], start=1):
        if step["at_ns"] < now:
            found.append(f"step {number} goes back in time")
        now = step["at_ns"]
        used = [step.get("args", {}).get(kind) for kind in ("permit", "waiter", "queue", "claim")]
        found += [f"step {number} uses {name}, which no step gave" for name in used if name and name not in names]
        name = step.get("as")
        if name in names:
            found.append(f"step {number} gives the name {name} again")
        names |= {name} if name else set()
    if not any("expect" in step for step in vector["steps"]):
        found.append("expects nothing")
    return found
