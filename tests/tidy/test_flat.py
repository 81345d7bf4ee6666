"""The flat face of Go and Java holds every function of the headers, in the few forms that both can call."""

import flat
import pytest
from headers import parse, read
from tree import ROOT

TYPES = """
typedef int32_t backstay_status;
typedef struct backstay_coin backstay_coin;
typedef struct backstay_error { int64_t struct_size; char message[8]; } backstay_error;
typedef struct backstay_bytes { int64_t struct_size; int64_t length; char *data; } backstay_bytes;
typedef struct backstay_toss { int64_t struct_size; int64_t side; const int64_t *count; } backstay_toss;
"""


def flattened(declaration: str) -> tuple[str, str]:
    """Header and source of the flat face of one function."""
    files = flat.files(parse(f"{TYPES}/* Do. Since 1. */\nBACKSTAY_API {declaration};\n"))
    return files[flat.HEADER_FILE], files[flat.SOURCE_FILE]


def test_every_function_is_there_or_needs_plain_memory() -> None:
    interface = read(ROOT / flat.HEADERS)
    header = flat.files(interface)[flat.HEADER_FILE]
    missing = [f.name for f in interface.functions if f"{flat.flat_name(f)}(" not in header]
    assert missing == [
        "backstay_error_init",
        "backstay_bytes_init",
        "backstay_bytes_free",
        "backstay_claimed_init",
        "backstay_served_init",
        "backstay_permit_init",
        "backstay_gate_init",
        "backstay_policy_enter",
        "backstay_policy_exit",
        "backstay_rate_init",
    ]


@pytest.mark.parametrize(
    ("declaration", "face", "call"),
    [
        (
            "int64_t backstay_coin_flip(backstay_coin *coin, int64_t seed)",
            "static inline int64_t flat_coin_flip(int64_t coin, int64_t seed)",
            "backstay_coin_flip((backstay_coin*)(intptr_t)coin, seed)",
        ),
        (
            "backstay_status backstay_coin_name(backstay_coin *coin, const char *name, int64_t name_length, backstay_error *error)",
            "int64_t flat_coin_name(int64_t coin, flat_text name);",
            "flat->code = backstay_coin_name((backstay_coin*)(intptr_t)coin, flat_text_or_empty(name), name.length, &flat->error);",
        ),
        (
            "backstay_status backstay_coin_new(const char *name /* nullable */, int64_t name_length, "
            "backstay_coin **out, backstay_error *error)",
            "int64_t flat_coin_new(flat_text name);",
            "flat_text_or_null(name), name.length, &out, &flat->error",
        ),
        (
            "backstay_status backstay_coin_last(backstay_coin *coin, backstay_toss *toss, backstay_error *error)",
            "#define FLAT_TOSS_COUNT 1",
            "flat->numbers[1] = (int64_t)(intptr_t)toss.count;",
        ),
        (
            "backstay_status backstay_coin_text(backstay_coin *coin, backstay_bytes *out, backstay_error *error)",
            "int64_t flat_coin_text(int64_t coin);",
            "&flat->bytes, &flat->error",
        ),
    ],
)
def test_a_new_function_is_flattened(declaration: str, face: str, call: str) -> None:
    header, source = flattened(declaration)
    assert face in header
    assert call in header + source


def test_what_can_not_be_said_is_refused() -> None:
    with pytest.raises(flat.FlatError, match="only scalars"):
        flat.numbers(parse(TYPES.replace("int64_t side", "double side")).structs[2], "toss")
