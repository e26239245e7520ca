"""How expressions are written for reading."""

import pytest

import autograd as ag
from autograd import Value
from tests import reading

w = Value(2.0, label="w")


def text(f: object) -> list[str]:
    return [line.text for line in ag.compile(f).loops]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("f", "expected"),
    [
        (lambda x, y: x - (y - 1), "out = x - (y - 1)"),
        (lambda x, y: x - y - 1, "out = x - y - 1"),
        (lambda x, y: (x + y) * (x - y - 1), "out = (x + y)·(x - y - 1)"),
        (lambda x, y: x * (y / 3), "out = x·(y/3)"),
        (lambda x, y: x * 2 / y, "out = x·2/y"),
        (lambda x, y: x / (y * 2), "out = x/(y·2)"),
        (lambda x, y: -(x + y), "out = -(x + y)"),
        (lambda x, y: x + -y, "out = x - y"),
        (lambda x, y: (x - y) ** 2, "out = (x - y)²"),
        (lambda x, y: x * x + y**3, "out = x² + y^(3)"),
        (lambda x, y: ag.maximum(ag.maximum(x, y), 0.5), "out = max(x, y, 0.5)"),
        (lambda x, y: ag.greater(x, y) * x, "out = [x > y]·x"),
        (lambda x, y: ag.where(x, y, -1.5), "out = where(x, y, -1.5)"),
        (lambda x, y: x * -1.5 + y, "out = x·(-1.5) + y"),
        (lambda x, y: abs(x) % y, "out = abs(x) % y"),
    ],
)
def test_parentheses_stand_where_they_are_needed(f: object, expected: str) -> None:
    assert text(f)[-1] == expected


def test_long_chains_are_shortened() -> None:
    def largest(*x: Value) -> Value:
        found = x[0]
        for other in x[1:]:
            found = ag.maximum(found, other)
        return found

    line = ag.compile(largest, inputs=6).loops[0].text
    assert line == "y = max(x0, x1, …, x5)"


def test_the_letters_follow_the_matrix_and_pass_over_names() -> None:
    lines = {line.name: str(line) for line in reading.network((2, 4, 3, 1), "relu").loops}
    assert lines["z2"] == "z2[i] = b2[i] + Σj W2[i,j]·h1[j]    i < 3, j < 4"
    assert lines["∂h1"] == "∂h1[j] = Σi ∂z2[i]·W2[i,j]    i = 2…0, j < 4"
    f = ag.compile(lambda i, a, b, c, d, e: [ag.exp(x) * i for x in (a, b, c, d, e)])
    assert f.loops[-1].text == "y[j] = exp(x[j])·i"


def test_a_term_that_is_added_several_times() -> None:
    lines = {line.name: line.text for line in reading.network((2, 4, 1)).loops}
    assert lines["∂z2"] == "∂z2 = 2·v2·v1"


def test_few_inputs_of_different_names_are_written_out() -> None:
    v = Value(3.0, label="v")
    assert text(lambda a, b: ag.exp(a * w + b * v)) == [
        *("v1 = exp(a·w + b·v)", "loss = v1·seed", "v2 = seed·v1", "∂w = v2·a", "∂v = v2·b"),
    ]
    assert text(lambda a, b: [ag.exp(x) * b for x in (a, b)]) == ["y1 = exp(a)·b", "y2 = exp(b)·b"]


def test_tables_have_names() -> None:
    lines = {line.name: line.text for line in reading.convolution().loops}
    assert lines["z1"] == "z1[i,j,k] = b1[i] + Σl W1[i,l]·x[5j+k+at1[l]]"
