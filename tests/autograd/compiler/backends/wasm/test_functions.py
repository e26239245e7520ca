"""The fitted functions in WebAssembly, against the table's own."""

import math
import random

import pytest

from autograd.compiler.backends.llvm.vectormath import FUNCTIONS, NAMES
from autograd.compiler.backends.wasm.code import Code
from autograd.compiler.backends.wasm.encode import V128
from autograd.compiler.backends.wasm.functions import linked
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from autograd.ops import OPS
from tests.programs import points
from tests.wasm import Node


@pytest.mark.parametrize("name", sorted(NAMES & OPS.keys()))
def test_a_function_on_its_domain(name: str, node: Node) -> None:
    """To some units in the last place: products that are added are rounded twice here."""
    op = OPS[name]
    given = points(op, 400)
    if op.domain == ("real",):
        rng = random.Random(name)
        given += [(x * rng.uniform(-1, 1),) for x in (0.01, 30.0, 700.0) for _ in range(100)]
    loops = Loops(
        op.arity, 0, (Loop((), Apply(name, tuple(Index("input", i) for i in range(op.arity))), 0),),
        (op.arity,),
    )  # fmt: skip
    bound = node(loops, 0).bind([*zip(*given)], len(given))
    bound.run([], 1.0)
    for point, got in zip(given, bound.outputs[0]):
        want = op.evaluate(*point)
        assert got == want or abs(got - want) <= 8 * math.ulp(want), point


def test_only_what_is_called_is_in_a_module() -> None:
    kernel = Code({"%x": V128}, V128)
    kernel.call("tanh", "%x")
    imports, functions, constants = linked(kernel, ["tanh"], {}, 64)
    assert (imports, len(functions)) == ([], 2)
    assert 16 * 10 < len(constants) < 16 * 30


def test_a_function_brings_what_it_calls_itself() -> None:
    imports, functions, _ = linked(Code({}, V128), ["sin", "exp"], {"ag_python_f": 2}, 0)
    assert [(x.name, len(x.signature.takes)) for x in imports] == [("f", 2), ("sin", 1)]
    assert len(functions) == 3


def test_all_can_be_written() -> None:
    assert len(linked(Code({}, V128), FUNCTIONS, {}, 0)[1]) == 1 + len(FUNCTIONS)
