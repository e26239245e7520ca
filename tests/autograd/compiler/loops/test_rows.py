"""Rows: results that a sum goes through lie at even distances."""

import nn
from autograd.compiler.loops.find import apart, find
from autograd.compiler.record import record


def test_the_steps_of_a_recurrent_net_need_no_table() -> None:
    net = nn.Recurrent(1, 4, rng=0)
    record_of = record(
        lambda *x: sum(net([[v] for v in x])[-1]), 6, gradient=True, first=net.parameters()
    )
    loops = find(record_of.program, seeded=True)
    outer = next(loop for loop in loops.loops if loop.shape == (4, 4))
    texts = str(outer.body)
    assert texts.count("table=()") == texts.count("table=")
    assert texts.count("length=") >= 1


def test_every_result_has_a_row_of_its_own() -> None:
    net = nn.Recurrent(1, 3, rng=0)
    program = record(lambda *x: net([[v] for v in x])[-1], 4, first=net.parameters()).program
    for loops in (find(program), apart(program)):
        rows = [row for loop in loops.loops for row in range(loop.first, loop.first + loop.members)]
        assert sorted(rows) == list(range(len(rows)))


def test_states_stand_in_the_order_of_their_steps() -> None:
    net = nn.Recurrent(1, 2, rng=0)
    made = record(
        lambda *x: sum(net([[v] for v in x])[-1]), 6, gradient=True, first=net.parameters()
    )
    steps = [loop for loop in find(made.program, seeded=True).loops if "tanh" in str(loop.body)]
    firsts = [loop.first for loop in steps]
    assert len(firsts) == 6
    assert firsts[1:-1] == sorted(firsts[1:-1])
