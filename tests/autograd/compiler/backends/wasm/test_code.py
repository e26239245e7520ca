"""One function's instructions."""

from autograd.compiler.backends.wasm import opcodes as op
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import F64, I32, V128, Signature


def test_what_was_set_just_now_stays_on_the_stack() -> None:
    code = Code({"%n": I32}, I32)
    first = code.whole(op.ADD, "%n", 1)
    code.whole(op.MUL, first, first)
    assert code.body.hex(" ") == "20 00 41 01 6a 22 01 20 01 6c 21 02"


def test_and_only_then() -> None:
    code = Code({"%n": I32}, I32)
    first = code.whole(op.ADD, "%n", 1)
    second = code.whole(op.MUL, "%n", first)
    code.push(second)
    code.push(second)
    assert code.body.hex(" ") == "20 00 41 01 6a 21 01 20 00 20 01 6c 22 02 20 02"


def test_places_are_filled_in() -> None:
    code = Code({"%x": V128}, V128)
    code.call("f", "%x", code.doubles(1.0))
    made = code.function({"f": 7}, {code.vectors[code.doubles(1.0)]: 48})
    assert made.signature == Signature((V128,), V128)
    assert made.body.hex(" ") == (
        "20 00 41 00 fd 00 00 b0 80 80 80 00 10 87 80 80 80 00 0b"  # 48 and 7, in five bytes each
    )


def test_numbers_of_all_zeros_are_no_load() -> None:
    code = Code({}, F64)
    code.push(code.doubles(0.0), code.longs(0))
    assert code.loads == []
    code.push(code.doubles(-0.0), code.longs(-1))
    assert [content[-8:].hex() for _, content in code.loads] == ["0000000000000080", "f" * 16]


def test_a_local_for_each_kind() -> None:
    code = Code({"%x": F64}, F64)
    assert [code.local(kind) for kind in (I32, V128)] == ["%1", "%2"]
    assert code.function({}, {}).locals == [I32, V128]
