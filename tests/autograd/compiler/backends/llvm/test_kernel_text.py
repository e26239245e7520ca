"""What stands in a kernel: counted in its text, where the machine does no more than it says."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd import Value
from autograd.compiler.backends.llvm import kernel_text as module
from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.record import record
from tests.loops import perceptron

w, v = Value(0.75), Value(-1.25)


def program(f: Callable[..., Any], inputs: int = 3, **more: Any) -> Loops:
    """Straight-line code."""
    made = record(f, inputs, **more).program
    return simplified(apart(made, seeded=bool(more)))


def kernel_text(loops: Loops, lanes: int, **more: Any) -> str:
    return module.kernel_text(loops, lanes, **more).text


def parts(text: str) -> dict[str, list[str]]:
    """The lines of each part of the kernel: once per call, and once per block of examples."""
    kernel = text.partition("define double @kernel")[2]
    entry, _, rest = kernel.partition("\nstart_of_batch:\n")
    block, _, reduce = rest.partition("\nreduce:\n")
    names = {"entry": entry, "block": block, "reduce": reduce}
    return {name: part.splitlines() for name, part in names.items()}


def counted(text: str, part: str = "block") -> Counter[str]:
    """How often each arithmetic instruction, and each function that is called, stands there."""
    found: Counter[str] = Counter()
    for line in parts(text)[part]:
        words = line.partition(" = ")[2].split()
        if words and words[0] in ("fadd", "fsub", "fmul", "fdiv", "fneg", "select") and "<" in line:
            found[words[0]] += 1
        elif words and words[0] == "call":
            found[line.partition("@")[2].partition("(")[0].partition(".v")[0]] += 1
    return found


def block(f: Callable[..., Any], **more: Any) -> Counter[str]:
    return counted(kernel_text(program(f, **more), 4))


# --- products and sums ---


@pytest.mark.parametrize(
    ("f", "negations"),
    [
        (lambda x, y, z: x * y + z, 0),
        (lambda x, y, z: z + x * y, 0),
        (lambda x, y, z: x * y - z, 1),
        (lambda x, y, z: z - x * y, 1),
    ],
)
def test_a_product_and_a_sum_are_one_instruction(f: Callable[..., Any], negations: int) -> None:
    assert block(f) == +Counter({"llvm.fmuladd": 1, "fneg": negations})


def test_what_is_not_fused_keeps_its_rounding() -> None:
    assert block(lambda x, y, z: x * y - y * z) == {"fmul": 2, "fsub": 1}
    assert block(lambda x, y, z: [x * y + z, x * y]) == {"fmul": 1, "fadd": 1}
    assert block(lambda x, y, z: (x * y) / z) == {"fmul": 1, "fdiv": 1}


@pytest.mark.parametrize("terms", [2, 5, 9])
def test_a_dot_product_is_one_product_and_then_fused_ones(terms: int) -> None:
    """Written as it is: all but the first two products, which meet, are added on their way."""

    def dot(*x: Any) -> Any:
        return sum((x[i] * x[terms + i] for i in range(1, terms)), x[0] * x[terms])

    found = block(dot, inputs=2 * terms)
    assert found == Counter({"fmul": 2, "fadd": 1}) + Counter({"llvm.fmuladd": terms - 2})


def test_a_product_for_a_sum_over_the_batch_goes_to_its_accumulator() -> None:
    made = program(lambda x, y: w * x * y, inputs=2, gradient=True)
    one, two = (counted(kernel_text(made, 4, sums=2, width=width)) for width in (4, 2))
    assert one["llvm.fmuladd"] == 2  # the value's and the derivative's, each with the weight
    assert one["fadd"] == 0
    assert two["llvm.fmuladd"] == 4  # each in halves


# --- work that is the same for all examples ---


def test_what_parameters_make_is_computed_once_per_call() -> None:
    made = program(lambda x: ag.exp(w) + ag.sin(v * w) + x * ag.exp(w), inputs=1)
    text = kernel_text(made, 4)
    once, every = counted(text, "entry"), counted(text)
    assert once == {"ag_exp_v4": 1, "ag_sin_v4": 1, "fmul": 1, "fadd": 1}
    assert every == {"llvm.fmuladd": 1}


def test_what_examples_take_part_in_is_not() -> None:
    text = kernel_text(program(lambda x: ag.exp(w * x), inputs=1), 4)
    assert counted(text, "entry") == {}
    assert counted(text) == {"fmul": 1, "ag_exp_v4": 1}


def test_columns_are_loaded_once_and_parameters_where_they_are_used() -> None:
    text = kernel_text(program(lambda x: (x + w) * (x - w) / (x * w), inputs=1), 4)
    loads = [line.split(" = load ")[1] for line in parts(text)["block"] if " = load " in line]
    assert sum(load.startswith("<4 x double>") for load in loads) == 1
    assert sum(load.startswith("double") for load in loads) == 3


def test_long_programs_have_small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    loops = perceptron(50, 70)
    sums = len(loops.outputs)
    tiles = counted(kernel_text(loops, 4, sums=sums))["llvm.fmuladd"]
    monkeypatch.setattr(module, "TILED", 1)
    assert counted(kernel_text(loops, 4, sums=sums))["llvm.fmuladd"] <= tiles / 4


def test_the_text_grows_with_the_program_alone() -> None:
    """No more than the arithmetic itself stands in the block, whatever else the kernel needs."""
    made = program(lambda x, y: [ag.tanh(x * y + 1.0) / (x - y), ag.maximum(x, y)], inputs=2)
    found = counted(kernel_text(made, 4))
    assert found == {
        "llvm.fmuladd": 1,
        "ag_tanh_v4": 1,
        "fsub": 1,
        "fdiv": 1,
        "fadd": 1,
        "select": 2,
    }
