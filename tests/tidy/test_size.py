"""A file above 500 lines or a function above 70 asks to be two."""

import ast
import re
from collections.abc import Iterator

from tree import Tree, is_generated, language

FILE_LINES = 500
FUNCTION_LINES = 70
# Raw strings, strings, characters (a digit before the mark makes it a separator) and both kinds of comments.
NOT_CODE = re.compile(
    r'R"(\S*?)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.DOTALL
)


def c_functions(text: str) -> Iterator[tuple[str, int]]:
    """Name and lines of every brace block that follows a parameter list, without the blocks inside it."""
    code = NOT_CODE.sub(lambda other: "\n" * other.group().count("\n"), text)
    for match in re.finditer(r"^[^\n#]*?(\w+)\s*\([^;{}]*\)[^;{}()]*\{", code, re.MULTILINE):
        if match.group(1) in ("if", "for", "while", "switch", "catch", "alignas"):
            continue
        depth, at = 1, match.end()
        while depth and at < len(code):
            depth += {"{": 1, "}": -1}.get(code[at], 0)
            at += 1
        yield match.group(1), code.count("\n", match.start(), at) + 1


def python_functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.name, node.end_lineno - node.lineno + 1


def shell_functions(text: str) -> Iterator[tuple[str, int]]:
    for match in re.finditer(r"^(\w+)\(\) \{\n.*?^\}", text, re.MULTILINE | re.DOTALL):
        yield match.group(1), match.group(0).count("\n") + 1


FUNCTIONS = {"c": c_functions, "python": python_functions, "shell": shell_functions}


def violations(tree: Tree) -> list[str]:
    found = []
    for path, text in tree.items():
        kind = language(path, text)
        if not kind or is_generated(text):
            continue
        lines = text.count("\n")
        if lines > FILE_LINES:
            found.append(f"{path} has {lines} lines; above {FILE_LINES} a file asks to be two")
        for name, length in FUNCTIONS[kind](text):
            if length > FUNCTION_LINES:
                found.append(f"{path}: {name} has {length} lines; above {FUNCTION_LINES} a function asks to be two")
    return found


def test_files_and_functions_are_small(tree: Tree) -> None:
    assert violations(tree) == []


def test_a_long_file_is_noticed() -> None:
    assert "asks to be two" in violations({"a.cpp": "\n" * 501})[0]
    assert violations({"a.cpp": "// Generated from a.json by b.py; do not edit.\n" + "\n" * 501}) == []
    assert violations({"a.json": "\n" * 501}) == []


def test_a_long_function_is_noticed() -> None:
    body = "  work();\n" * 70
    samples = {
        "a.cpp": f'namespace a {{\nint Thing::run(int x) const noexcept {{\n  say("{{");\n{body}}}\n}}\n',
        "b.py": "def run(x):\n" + "    work()\n" * 70,
        "c.sh": "run() {\n" + body + "}\n",
    }
    for path, text in samples.items():
        (sentence,) = violations({path: text})
        assert sentence.startswith(f"{path}: run has 7")


def test_a_short_function_passes() -> None:
    assert violations({"a.cpp": "int run() {\n" + "  if (x) {\n    work();\n  }\n" * 20 + "}\n"}) == []
