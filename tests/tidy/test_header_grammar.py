"""The public headers keep to the grammar that every language can read."""

import pytest
from headers import HeaderError, Interface, parse, read
from tree import ROOT

GOOD = """
#include <stdint.h>
#define BACKSTAY_THING 1
#ifdef __cplusplus
extern "C" {
#endif
typedef int32_t backstay_status;
typedef struct backstay_thing backstay_thing;
typedef struct backstay_error {
  int64_t struct_size; /* first */
  char message[8];
} backstay_error;
/* Make one. Since 2. */
BACKSTAY_API backstay_status backstay_thing_make(const char *name /* nullable */, int64_t name_length, backstay_thing **out,
                                                 backstay_error *error);
#ifdef __cplusplus
}
#endif
"""


def test_the_public_headers_obey_the_grammar() -> None:
    interface = read(ROOT / "capi" / "include" / "backstay")
    assert isinstance(interface, Interface)
    assert {"backstay_runtime", "backstay_policy"} <= set(interface.handles)
    assert len(interface.functions) > 30


def test_a_good_header_is_understood() -> None:
    interface = parse(GOOD)
    (function,) = interface.functions
    assert (function.name, function.since, [p.nullable for p in function.parameters]) == (
        "backstay_thing_make",
        2,
        [True, False, False, True],
    )
    assert interface.handles == ("backstay_thing",) and interface.structs[0].fields[1].length == 8


def function(declaration: str) -> str:
    return f"/* Do. Since 1. */\nBACKSTAY_API {declaration};\n"


def struct(fields: str) -> str:
    return f"typedef struct backstay_s {{ {fields} }} backstay_s;"


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        (function("void backstay_a(unsigned x)"), "unsigned is not allowed"),
        (function("void backstay_a(uint64_t x)"), "uint64_t is not allowed"),
        (function("void backstay_a(size_t x)"), "size_t is not allowed"),
        (function("void backstay_a(bool x)"), "bool is not allowed"),
        (function("void backstay_a(int x)"), "int is not allowed"),
        (function("void backstay_a(int64_t x, ...)"), "variadic"),
        (function("void backstay_a(void (*f)(void))"), "function pointers"),
        (function("void backstay_a(backstay_s s)"), "by value"),
        (function("backstay_s backstay_a(void)"), "by value"),
        (function("void backstay_a(void *p)"), "no pointer of this kind"),
        (function("void backstay_a()"), "write (void)"),
        (function("void backstay_a(void x)"), "void is no parameter type"),
        (function("void other_a(void)"), "must start with backstay_"),
        (function("backstay_status backstay_a(int64_t x)"), "last parameter is backstay_error"),
        (function("void backstay_a(const char *text)"), "needs int64_t text_length"),
        (function("void backstay_a(backstay_error *error, int64_t x)"), "the error comes last"),
        ("BACKSTAY_API void backstay_a(void);", "must end with 'Since"),
        ("/* Do. */\nBACKSTAY_API void backstay_a(void);", "must end with 'Since"),
        ("/* Do. Since 1. */\nBACKSTAY_API int64_t backstay_a;", "only functions"),
        ("static void backstay_a(void);", "static is not allowed"),
        ("void backstay_a(void);", "BACKSTAY_API functions only"),
        ("enum backstay_e { a };", "enum is not allowed"),
        ("typedef union backstay_u { int64_t a; } backstay_u;", "union is not allowed"),
        ("typedef char backstay_c;", "typedef of char"),
        ("typedef struct thing thing;", "must start with backstay_"),
        ("typedef struct backstay_a backstay_b;", "its own name"),
        (struct("int64_t x;"), "must start with int64_t struct_size"),
        (struct("int64_t struct_size; int32_t x : 3;"), "bit fields"),
        (struct("int64_t struct_size; backstay_t t;"), "a field is a scalar"),
        (struct("int64_t struct_size; void (*f)(void);"), "function pointers"),
        ("#define OTHER 1", "must start with BACKSTAY_"),
        ("// text", "uses /* */ comments"),
        ("/* Do. Since 1. */\nBACKSTAY_API void backstay_a(void)", "in the middle"),
    ],
)
def test_a_broken_header_is_refused_with_its_rule(header: str, rule: str) -> None:
    with pytest.raises(HeaderError, match=r"sample\.h:\d+: ") as refused:
        parse(header)
    assert rule in str(refused.value)
