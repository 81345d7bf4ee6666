#!/usr/bin/env python3
"""Generates bindings/swig/flat.h and flat.c from the public headers: the one face that SWIG reads for Go and Java.

In the flat face a handle is an int64_t, text is a flat_text, and that is all. A function of scalars stays as it is, so a hot
call costs nothing more. A function with an error becomes one that returns an owned result, from which code, message, bytes, handle and
numbers are read by flat_result.h. Text that may be absent is absent when it is empty. Nothing here knows a module: a new function of any
header is in Go and Java after the next run.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import headers
import output
from headers import Function, Interface, Parameter, Struct, Type

GENERATOR = "packaging/generate/flat.py"
HEADERS = "capi/include/backstay"
HEADER_FILE = "bindings/swig/flat.h"
SOURCE_FILE = "bindings/swig/flat.c"
ORIGIN = f"/* Generated from the headers in {HEADERS} by {GENERATOR}; do not edit. */"

BYTES = Type("backstay_bytes", 1)
ERROR = Type("backstay_error", 1)
TEXT = Type("char", 1, const=True)
NUMBERS = Type("int64_t", 1)
# Plain memory of C hosts, for which the flat face has scalars and results.
MEMORY = {"backstay_permit", "backstay_bytes", "backstay_error"}
ROOM = 16  # numbers that a result can hold


class FlatError(Exception):
    """A function has something that the flat face can't say."""


def flat_name(function: Function) -> str:
    return "flat_" + function.name.removeprefix("backstay_")


def is_handle(kind: Type, interface: Interface) -> bool:
    return kind.pointers == 1 and kind.name in interface.handles


def is_cold(function: Function) -> bool:
    """Whether the answer needs a result: a status with its error, or text."""
    return function.returns in (Type("backstay_status"), TEXT)


def is_left_out(function: Function, interface: Interface) -> bool:
    """Functions about plain memory of C hosts: initialisers, and the calls by permit and by bytes."""
    if function.name.endswith("_init"):
        return True
    return any(p.type.name in MEMORY and not is_cold(function) for p in function.parameters) or any(
        p.type.name == "backstay_permit" for p in function.parameters
    )


def is_output(parameter: Parameter, interface: Interface) -> bool:
    """Whether a cold function writes its answer through this parameter."""
    kind = parameter.type
    if kind.const or kind.pointers == 0:
        return False
    return kind in (BYTES, NUMBERS) or kind.pointers == 2 or interface.struct(kind.name) is not None


def plain(kind: Type) -> str:
    """How the flat face passes a value in or returns it."""
    if kind.pointers == 0:
        return "int32_t" if kind.name == "backstay_status" else kind.name
    if kind == TEXT:
        return "flat_text"
    if kind == NUMBERS:
        return "int64_t*"
    return "int64_t"


def lengths_of(function: Function) -> set[str]:
    """Names of the parameters that tell how long a text is: the flat text knows it."""
    return {f"{p.name}_length" for p in function.parameters if p.type == TEXT}


def parameters_of(function: Function, interface: Interface) -> list[Parameter]:
    """What the caller of the flat function gives."""
    told = lengths_of(function)
    return [
        p
        for p in function.parameters
        if p.name not in told and p.type != ERROR and not (is_cold(function) and is_output(p, interface))
    ]


def signature(function: Function, interface: Interface) -> str:
    given = ", ".join(f"{plain(p.type)} {p.name}" for p in parameters_of(function, interface))
    returns = "int64_t" if is_cold(function) else plain(function.returns)
    return f"{returns} {flat_name(function)}({given or 'void'})"


def passed(parameter: Parameter, function: Function, interface: Interface) -> str:
    if is_handle(parameter.type, interface):
        return f"({parameter.type.name}*)(intptr_t){parameter.name}"
    if parameter.type == TEXT:
        absent = "null" if parameter.nullable else "empty"
        return f"flat_text_or_{absent}({parameter.name})"
    if parameter.name in lengths_of(function):
        return f"{parameter.name.removesuffix('_length')}.length"
    return parameter.name


def hot(function: Function, interface: Interface) -> list[str]:
    call = f"{function.name}({', '.join(passed(p, function, interface) for p in function.parameters)})"
    if is_handle(function.returns, interface):
        call = f"(int64_t)(intptr_t){call}"
    answer = "" if function.returns == Type("void") else "return "
    return [f"static inline {signature(function, interface)} {{", f"  {answer}{call};", "}"]


def cold(function: Function, interface: Interface) -> list[str]:
    lines = [f"{signature(function, interface)} {{", "  flat_result* const flat = flat_result_new();"]
    lines.append("  if (flat == NULL) return 0;")
    if function.returns == TEXT:
        call = ", ".join(passed(p, function, interface) for p in function.parameters)
        return [
            *lines,
            f"  flat_result_lend(flat, {function.name}({call}));",
            "  return flat_result_handed(flat);",
            "}",
        ]
    arguments, after = [], []
    for parameter in function.parameters:
        argument, declared, stored = written(parameter, function, interface)
        arguments.append(argument)
        lines += declared
        after += stored
    lines.append(f"  flat->code = {function.name}({', '.join(arguments)});")
    return [*lines, *after, "  return flat_result_handed(flat);", "}"]


def written(parameter: Parameter, function: Function, interface: Interface) -> tuple[str, list[str], list[str]]:
    """The argument for a parameter, what must be declared before the call, and what is stored after it."""
    kind, name = parameter.type, parameter.name
    if kind == ERROR:
        return "&flat->error", [], []
    if not is_output(parameter, interface):
        return passed(parameter, function, interface), [], []
    if kind == BYTES:
        return "&flat->bytes", [], []
    if kind == NUMBERS:
        return "&flat->numbers[0]", [], []
    if kind.pointers == 2:
        return f"&{name}", [f"  {kind.name}* {name} = NULL;"], [f"  flat->handle = (int64_t)(intptr_t){name};"]
    struct = interface.struct(kind.name)
    if struct is None or len(struct.fields) - 1 > ROOM:
        raise FlatError(f"{function.name}: {kind.name} can't be told in {ROOM} numbers")
    prepare = [f"  {kind.name} {name};", f"  {kind.name}_init(&{name});"]
    return f"&{name}", prepare, [f"  {line}" for line in numbers(struct, name)]


def numbers(struct: Struct, name: str) -> list[str]:
    lines = []
    for index, field in enumerate(struct.fields[1:]):
        if field.length or field.type.name == "double":
            raise FlatError(f"{struct.name}.{field.name}: only scalars and addresses are told in numbers")
        cast = "(int64_t)(intptr_t)" if field.type.pointers else ""
        lines.append(f"flat->numbers[{index}] = {cast}{name}.{field.name};")
    return lines


def constants(interface: Interface) -> list[str]:
    """Which number of a result is which field of a structure."""
    lines = []
    for struct in interface.structs:
        if struct.name not in MEMORY:
            short = struct.name.removeprefix("backstay_").upper()
            lines += [f"#define FLAT_{short}_{f.name.upper()} {i}" for i, f in enumerate(struct.fields[1:])]
    return lines


def files(interface: Interface) -> dict[str, str]:
    functions = [f for f in interface.functions if not is_left_out(f, interface)]
    head = [ORIGIN, "#ifndef BACKSTAY_FLAT_H", "#define BACKSTAY_FLAT_H", "", "#include <stdint.h>", ""]
    head += ["#include <backstay/backstay.h>", "", '#include "flat_result.h"', "", *constants(interface)]
    body = [ORIGIN, '#include "flat.h"', "", "#include <stddef.h>"]
    for function in functions:
        if is_cold(function):
            head += ["", f"{signature(function, interface)};"]
            body += ["", *cold(function, interface)]
        else:
            head += ["", *hot(function, interface)]
    return {HEADER_FILE: "\n".join([*head, "", "#endif", ""]), SOURCE_FILE: "\n".join([*body, ""])}


if __name__ == "__main__":
    sys.exit(output.main(GENERATOR, files(headers.read(output.ROOT / HEADERS))))
