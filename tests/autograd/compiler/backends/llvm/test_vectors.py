"""Vectors of doubles, integers and truth values: the text they write, and what it computes."""

import math
import operator
import struct
from typing import Any

import pytest

from autograd.compiler.backends.llvm.lanes import where
from autograd.compiler.backends.llvm.vectors import (
    Builder,
    IntVector,
    Mask,
    Vector,
    scalar,
    vector_function,
)
from tests.programs import same
from tests.vectors import Machine, compiled, each_machine, huge, inf, nan, run, tiny

NUMBERS = [-3.0, -2.5, -1.0, -0.3, -0.0, 0.0, 0.5, 1.5, 3.7, 1e300, tiny, inf, -inf, nan]
PAIRS = [(x, y) for x in NUMBERS for y in NUMBERS]
WHOLE = [0, 1, 2, -1, 12345678901, 2**62 + 7, -(2**63), 2**63 - 1]


def made(lanes: int = 4) -> tuple[Builder, Vector, Vector]:
    b = Builder(lanes)
    return b, Vector(b, "%x"), Vector(b, "%y")


# --- the text ---


def test_every_instruction_has_a_name_of_its_own() -> None:
    b, x, y = made()
    assert (x + y).text == "%v0"
    assert (-(x * y)).text == "%v2"
    assert b.lines == [
        "  %v0 = fadd <4 x double> %x, %y",
        "  %v1 = fmul <4 x double> %x, %y",
        "  %v2 = fneg <4 x double> %v1",
    ]


@pytest.mark.parametrize(
    ("apply", "opcode"),
    [
        (operator.add, "fadd"),
        (operator.sub, "fsub"),
        (operator.mul, "fmul"),
        (operator.truediv, "fdiv"),
    ],
)
def test_arithmetic_is_one_instruction_without_flags(apply: Any, opcode: str) -> None:
    """No fast-math flag: LLVM must keep every rounding where the text has it."""
    b, x, y = made()
    apply(x, y), apply(x, 2.0), apply(2.0, x)
    two = "splat (double 0x4000000000000000)"
    assert [line.partition(" = ")[2] for line in b.lines] == [
        f"{opcode} <4 x double> %x, %y",
        f"{opcode} <4 x double> %x, {two}",
        f"{opcode} <4 x double> {two}, %x",
    ]


@pytest.mark.parametrize("number", [1.5, 0.1, -0.0, inf, -inf, tiny, huge, 3])
def test_constants_are_written_bit_by_bit(number: float) -> None:
    bits = int(scalar(number).removeprefix("double 0x"), 16)
    assert same(struct.unpack("<d", struct.pack("<Q", bits))[0], float(number))


def test_operands_that_are_vectors_stay_themselves() -> None:
    b, x, _ = made()
    assert b.vector(x) is x
    assert b.vector(1).text == "splat (double 0x3FF0000000000000)"
    assert +x is x
    assert b.lines == []


@pytest.mark.parametrize("lanes", [0, -1])
def test_a_builder_needs_a_lane(lanes: int) -> None:
    with pytest.raises(ValueError, match=f"at least one lane, got lanes={lanes}"):
        Builder(lanes)


@pytest.mark.parametrize("lanes", [1, 2, 16])
def test_types_have_as_many_lanes_as_the_builder(lanes: int) -> None:
    b = Builder(lanes)
    assert (b.lanes, b.double, b.int) == (lanes, f"<{lanes} x double>", f"<{lanes} x i64>")
    assert (b.mask, b.int32) == (f"<{lanes} x i1>", f"<{lanes} x i32>")


def test_a_narrower_builder_writes_into_the_same_text() -> None:
    b, x, y = made(8)
    narrow = b.narrower(2)
    assert (narrow.lanes, narrow.double) == (2, "<2 x double>")
    x + y
    abs(Vector(narrow, "%z"))
    narrow.call("exp", Vector(narrow, "%z"))
    x + y
    assert [line.split()[0] for line in b.lines] == ["%v0", "%v1", "%v2", "%v3"]
    assert b.declarations == {"declare <2 x double> @llvm.fabs.v2f64(<2 x double>)"}
    assert b.functions == {"exp"}
    assert narrow.lines is b.lines


def test_intrinsics_are_declared_and_functions_noted() -> None:
    b, x, y = made()
    assert b.intrinsic("copysign", x, y).text == "%v0"
    b.call("pow", x, 3.0)
    arguments = "<4 x double> %x, <4 x double> %y"
    assert b.lines[0] == f"  %v0 = call <4 x double> @llvm.copysign.v4f64({arguments})"
    assert b.lines[1].startswith("  %v1 = call <4 x double> @ag_pow_v4(<4 x double> %x, ")
    types = "<4 x double>, <4 x double>"
    assert b.declarations == {f"declare <4 x double> @llvm.copysign.v4f64({types})"}
    assert b.functions == {"pow"}
    assert vector_function("pow", 4) == "@ag_pow_v4"


def test_a_square_is_a_product_and_other_powers_are_calls() -> None:
    b, x, y = made()
    x**2, x**2.0
    assert b.lines[0] == "  %v0 = fmul <4 x double> %x, %x"
    assert b.functions == set()
    x**3, x**y, 2**x
    calls = [line.partition("@ag_pow_v4")[2] for line in b.lines[2:]]
    assert calls == [
        "(<4 x double> %x, <4 x double> splat (double 0x4008000000000000))",
        "(<4 x double> %x, <4 x double> %y)",
        "(<4 x double> splat (double 0x4000000000000000), <4 x double> %x)",
    ]


def test_a_function_is_its_lines_between_a_head_and_a_brace() -> None:
    b, x, y = made(2)
    b.ret(x + y)
    assert b.function("sum", ("x", "y")).splitlines() == [
        "define internal <2 x double> @ag_sum_v2(<2 x double> %x, <2 x double> %y) nounwind {",
        "entry:",
        "  %v0 = fadd <2 x double> %x, %y",
        "  ret <2 x double> %v0",
        "}",
    ]


def test_branches_that_are_rarely_taken_have_names_of_their_own() -> None:
    b, x, y = made()
    for other in (y, 1.0):
        with b.rarely(x > other):
            b.ret(0.0)
    labels = [line for line in b.lines if line.endswith(":")]
    assert labels == ["rare0:", "usual0:", "rare1:", "usual1:"]
    assert b.lines[2] == "  br i1 %v1, label %rare0, label %usual0"
    assert b.declarations == {"declare i1 @llvm.vector.reduce.or.v4i1(<4 x i1>)"}


@pytest.mark.parametrize("register", [Vector, IntVector, Mask])
def test_no_register_has_a_truth_value(register: Any) -> None:
    with pytest.raises(TypeError, match=r"no single truth value; choose per lane with where"):
        bool(register(Builder(2), "%x"))
    with pytest.raises(TypeError, match="where"):
        bool(0 < Vector(Builder(2), "%x") < 1)


# --- what it computes ---

OPERATIONS: dict[str, tuple[Any, Any]] = {
    "add": (operator.add, operator.add),
    "sub": (operator.sub, operator.sub),
    "mul": (operator.mul, operator.mul),
    "truediv": (operator.truediv, lambda x, y: x / y if y else inf_or_nan(x, y)),
    "neg": (lambda x, y: -x, lambda x, y: -x),
    "abs": (lambda x, y: abs(x), lambda x, y: abs(x)),
    "reflected add": (lambda x, y: 1.5 + x, lambda x, y: 1.5 + x),
    "reflected sub": (lambda x, y: 1.5 - x, lambda x, y: 1.5 - x),
    "reflected mul": (lambda x, y: 1.5 * x, lambda x, y: 1.5 * x),
    "reflected div": (lambda x, y: 1.5 / x, lambda x, y: 1.5 / x if x else inf_or_nan(1.5, x)),
    "square": (lambda x, y: x**2, lambda x, y: x * x),
    "lt": (operator.lt, operator.lt),
    "le": (operator.le, operator.le),
    "gt": (operator.gt, operator.gt),
    "ge": (operator.ge, operator.ge),
    "equals": (lambda x, y: x.equals(y), operator.eq),
    "differs": (lambda x, y: x.differs(y), operator.ne),
    "and": (lambda x, y: (x < y) & (y > 0.0), lambda x, y: x < y and y > 0.0),
    "or": (lambda x, y: (x < y) | (y > 0.0), lambda x, y: x < y or y > 0.0),
    "not": (lambda x, y: ~(x < y), lambda x, y: not x < y),
}


def inf_or_nan(x: float, zero: float) -> float:
    return nan if x == 0.0 or x != x else math.copysign(inf, x) * math.copysign(1.0, zero)


@each_machine
@pytest.mark.parametrize("name", OPERATIONS)
def test_vectors_compute_as_floats_do(name: str, machine: Machine) -> None:
    on_vectors, on_floats = OPERATIONS[name]
    got = run(lambda x, y: on_vectors(x, y), machine, *zip(*PAIRS))
    for (x, y), z in zip(PAIRS, got, strict=True):
        assert same(z, float(on_floats(x, y))), (name, x, y, z)


def as_double(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<Q", bits % 2**64))[0])


def as_bits(x: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", x))[0])


INTEGERS: dict[str, Any] = {
    "add": operator.add,
    "sub": operator.sub,
    "and": operator.and_,
    "or": operator.or_,
    "xor": operator.xor,
    "add 5": lambda i, j: i + 5,
    "sub 5": lambda i, j: i - 5,
    "mask": lambda i, j: i & -(2**27),
    "shift left": lambda i, j: i << 52,
}


@each_machine
@pytest.mark.parametrize("name", INTEGERS)
def test_integers_wrap_around(name: str, machine: Machine) -> None:
    apply = INTEGERS[name]
    pairs = [(i, j) for i in WHOLE for j in WHOLE]
    columns = [as_double(i) for i, _ in pairs], [as_double(j) for _, j in pairs]
    got = run(lambda x, y: apply(x.bits(), y.bits()), machine, *columns)
    for (i, j), z in zip(pairs, got, strict=True):
        assert as_bits(z) == apply(i, j) % 2**64, (name, i, j)


@each_machine
def test_a_shift_to_the_right_brings_zeros(machine: Machine) -> None:
    got = run(lambda x: x.bits() >> 52, machine, [as_double(i) for i in WHOLE])
    assert [as_bits(z) for z in got] == [i % 2**64 >> 52 for i in WHOLE]
    got = run(lambda x: (x.bits() & 4).nonzero(), machine, [as_double(i) for i in range(9)])
    assert got == [float(bool(i & 4)) for i in range(9)]


@each_machine
def test_libm_is_called_lane_by_lane(machine: Machine) -> None:
    """Each lane gets its own operands, in their order."""
    got = run(lambda x, y: x.builder.call_scalar("atan2", x, y), machine, *zip(*PAIRS))
    for (x, y), z in zip(PAIRS, got, strict=True):
        assert same(z, math.atan2(x, y)), (x, y)
    b, x, _ = made()
    b.call_scalar("fmod", x, 2)
    assert b.declarations == {"declare double @fmod(double, double)"}


@each_machine
def test_one_lane_is_enough_to_take_the_rare_branch(machine: Machine) -> None:
    def rare_or_usual(x: Vector) -> Vector:
        b = x.builder
        with b.rarely(x > 10.0):
            b.ret(x + 0.5)
        return x - 0.5

    for place in range(machine.lanes):
        xs = [11.0 if i == place else 1.0 for i in range(machine.lanes)]
        assert run(rare_or_usual, machine, xs) == [x + 0.5 for x in xs]
    assert run(rare_or_usual, machine, [10.0] * machine.lanes) == [9.5] * machine.lanes


@each_machine
def test_a_register_is_spread_over_all_lanes(machine: Machine) -> None:
    def spread(x: Vector) -> Vector:
        b = x.builder
        first = b.emit(f"extractelement {b.double} {x.text}, i32 0")
        return Vector(b, b.splat("double", first))

    xs = [float(i) for i in range(2 * machine.lanes)]
    n = machine.lanes
    assert run(spread, machine, xs) == [0.0] * n + [float(n)] * n


@pytest.mark.parametrize("host", [True, False])
def test_parts_are_the_lanes_in_order(host: bool) -> None:
    machine = Machine(8, host)
    for width in (2, 4, 8):

        def reassembled(x: Vector, width: int = width) -> Vector:
            """The parts, each multiplied by 10ᵏ, lane after lane in one vector again."""
            b = x.builder
            narrow = b.narrower(width)
            parts = [10.0**k * part for k, part in enumerate(x.parts(narrow))]
            whole = "poison"
            for i in range(8):
                part = parts[i // width].text
                one = b.emit(f"extractelement {narrow.double} {part}, i32 {i % width}")
                whole = b.emit(f"insertelement {b.double} {whole}, double {one}, i32 {i}")
            return Vector(b, whole)

        xs = [float(i) for i in range(1, 9)]
        assert run(reassembled, machine, xs) == [10.0 ** (i // width) * (i + 1) for i in range(8)]


def test_texts_of_several_widths_meet_in_one_module() -> None:
    texts = []
    for lanes in (1, 3, 4):
        b, x, y = made(lanes)
        b.ret(where((x < y) & ~x.equals(0.0), x * y, -x))
        texts.append(b.function("f", ("x", "y")))
    compiled("\n".join(texts), host=True)  # LLVM parses and verifies it
