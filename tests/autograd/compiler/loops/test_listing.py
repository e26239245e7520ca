"""The loops of a function in writing."""

import autograd as ag
from autograd.compiler.loops.listing import Line
from tests import reading


def test_the_textbook() -> None:
    assert str(reading.network((2, 4, 3, 1), "relu").loops).splitlines() == [
        "z1[i] = b1[i] + Σj W1[i,j]·x[j]     i < 4, j < 2",
        "h1[i] = relu(z1[i])                 i < 4",
        "z2[i] = b2[i] + Σj W2[i,j]·h1[j]    i < 3, j < 4",
        "h2[i] = relu(z2[i])                 i < 3",
        "z3 = b3[0] + Σi W3[0,i]·h2[i]       i < 3",
        "v1 = z3 - x[2]",
        "loss = 0.5·v1²·seed",
        "v2 = seed·0.5",
        "∂z3 = 2·v2·v1",
        "∂W3[i] = ∂z3·h2[i]                  i < 3",
        "∂z2[i] = ∂z3·W3[0,i]·step(z2[i])    i < 3",
        "∂W2[i,j] = ∂z2[i]·h1[j]             i < 3, j < 4",
        "∂h1[j] = Σi ∂z2[i]·W2[i,j]          i = 2…0, j < 4",
        "∂z1[i] = ∂h1[i]·step(z1[i])         i < 4",
        "∂W1[i,j] = ∂z1[i]·x[j]              i < 4, j < 2",
        "∂b1[i] = ∂z1[i]                     i < 4",
        "∂b2[i] = ∂z2[i]                     i < 3",
        "∂b3[i] = ∂z3                        i < 1",
    ]


def test_a_line_counts_members_and_instructions() -> None:
    line = reading.network((2, 4, 1)).loops[0]
    assert line == Line("z1", "z1[i] = b1[i] + Σj W1[i,j]·x[j]", "i < 4, j < 2", 4, 16)
    assert str(line) == "z1[i] = b1[i] + Σj W1[i,j]·x[j]    i < 4, j < 2"


def test_the_lines_count_what_is_done() -> None:
    f = reading.network((3, 5, 2), "relu", "mse")
    program = f._versions.get(gradient=False).program
    plain = [line for line in ag.compile(f.function, inputs=5).loops if "∂" not in line.text]
    forward = sum(line.instructions for line in plain if line.name in ("z1", "h1", "z2"))
    assert forward == 5 * 6 + 5 + 2 * 10
    assert forward < len(program.instructions)
