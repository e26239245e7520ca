"""Expressions on vectors: what is shared, what is fused, and every op in a counted loop."""

import pytest

from autograd.compiler.backends.llvm.bodies import Bodies
from autograd.compiler.backends.llvm.flow import Flow
from autograd.compiler.backends.llvm.layout import Layout
from autograd.compiler.backends.llvm.lowering import vector_words
from autograd.compiler.backends.llvm.memory import Memory
from autograd.compiler.backends.llvm.places import Counter
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Loops, Run, Sum
from autograd.ops import DOMAINS, OPS
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import add, disagreement, dot, mul

W, X, Y = Index("parameter", 0, (1,)), Index("input", 0), Index("input", 1)


def lines(body: Expression, members: int = 1) -> list[str]:
    """The text of a body for so many members of a long loop."""
    layout = Layout(Loops(2, 99, (Loop((99,), body, 0),), ()), 0)
    layout.inputs, layout._starts["input"] = [(0, 0), (1, 1)], [(0, 0), (1, 1)]
    flow = Flow(2, 2)
    memory = Memory(flow, layout)
    bodies = Bodies(flow, memory, flow.wide, vector_words(), body)
    bodies.values(body, [(Counter("%k", i, 99),) for i in range(members)])
    return flow.lines


def count(text: str, body: Expression, members: int = 1) -> int:
    return sum(text in line for line in lines(body, members))


def test_what_members_share_is_loaded_once() -> None:
    assert count("= load <2 x double>", mul(W, X), 4) == 1
    assert count("= load double", mul(W, X), 4) == 4
    assert count("= load", mul(X, Y), 4) == 2
    assert count("= fmul", mul(X, Y), 4) == 1


@pytest.mark.parametrize(
    ("body", "fused", "rounded"),
    [
        (add(Y, mul(W, X)), 1, 0),
        (add(mul(W, X), Y), 1, 0),
        (Apply("sub", (Y, mul(W, X))), 1, 0),
        (Apply("sub", (mul(W, X), Y)), 1, 0),
        (Apply("sub", (mul(W, X), mul(W, Y))), 0, 2),
        (add(mul(W, X), mul(W, Y)), 0, 2),
        (add(mul(W, X), mul(W, Y), mul(X, Y)), 1, 2),
        (add(Y, mul(W, X), Apply("exp", (mul(W, X),))), 0, 1),
        (dot(90, mul(W, X)), 1, 0),
    ],
)
def test_products_are_fused_unless_two_meet_or_one_is_used_twice(
    body: Expression, fused: int, rounded: int
) -> None:
    assert count("@llvm.fmuladd", body) == fused
    assert count("= fmul", body) == rounded


def test_long_runs_are_loops_and_short_ones_are_written_out() -> None:
    assert count("phi i64", dot(90, mul(W, X))) == 1
    assert count("phi i64", dot(9, mul(W, X))) == 0
    assert count("phi i64", dot(9, mul(W, X)), 8) == 1
    assert count("phi <2 x double>", dot(90, mul(W, X)), 3) == 3


@pytest.mark.parametrize("name", [*OPS])
def test_every_op_is_computed_in_a_counted_loop(name: str, native: Native) -> None:
    row = OPS[name]
    members = 90
    given = []
    for place, domain in enumerate(row.domain):
        low, high = (max(x, -1.5) for x in DOMAINS[domain])
        high = min(high, 1.7)
        given += [
            low + (high - low) * ((k * 37 + place * 11) % 97 + 1) / 99 for k in range(members)
        ]
    leaves = tuple(Index("parameter", place * members, (1,)) for place in range(row.arity))
    copies = [
        Loop((members,), Apply("sub", (leaf, X)), i * members) for i, leaf in enumerate(leaves)
    ]
    back = tuple(add(Index("result", leaf.base, (1,)), X) for leaf in leaves)
    loop = Loop((members,), Apply(name, back), len(leaves) * members)
    first = 1 + len(given)
    program = Loops(
        1,
        len(given),
        (*copies, loop),
        tuple(range(first + loop.first, first + loop.first + members)),
    )
    assert disagreement(native(program, 0), program, 0, 9, given) < 1e-12


def test_a_sum_begins_with_its_first_term(native: Native) -> None:
    """Zeros below 0 add up to one below 0, in a loop or written out."""
    loops = tuple(
        Loop((50,), dot(n, Index("parameter", 0, (1, 1))), 50 * (n == 3)) for n in (90, 3)
    )
    program = Loops(1, 140, loops, tuple(range(141, 241)))
    np = pytest.importorskip("numpy")
    bound = native(program, 0).bind([np.zeros(9)], 9)
    bound.run(np.full(140, -0.0), 1.0)
    assert all(np.signbit(output).all() for output in bound.outputs)


def test_sums_nest_and_read_tables(native: Native) -> None:
    table = tuple((7 * k) % 20 for k in range(4 * 15))
    inner = Sum((Run(1, 0.25), Run(15, mul(Index("parameter", 1, (0, 2, 0), table, (0, 2)), X))))
    body = Sum((Run(12, mul(inner, Y)), Run(3, Index("parameter", 9, (1, -1))), Run(1, -0.0)))
    program = Loops(2, 60, (Loop((4,), body, 0),), (62, 63, 64, 65))
    assert disagreement(native(program, 0), program, 0, 21) < 1e-13
