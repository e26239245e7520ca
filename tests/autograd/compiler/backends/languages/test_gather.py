"""Leaves as slices, or as arrays of places."""

import autograd as ag
from autograd.compiler.backends.languages.gather import sliced
from tests import reading


def text(f: object, n: int) -> str:
    return ag.compile(f, inputs=n).source("numpy")  # type: ignore[arg-type]


def test_slices() -> None:
    assert sliced(0, 1, 1, 1) == ":"
    assert sliced(3, 2, 1, 9) == "3:5"
    assert sliced(1, 3, 2, 9) == "1:7:2"
    found = text(lambda *x: [ag.exp(a) for a in x[2:6]] + [x[9]], 10)
    assert "y1 = np.exp(x[2:6])" in found or "np.exp(x[2:6])" in found


def test_steps_backwards_are_looked_up() -> None:
    found = text(lambda *x: [a * b for a, b in zip(x[:4], x[3::-1])], 4)
    assert "x * x[3 - np.arange(4)]" in found


def test_windows() -> None:
    found = text(lambda *x: [ag.sum([x[i + k] * x[7 + k] for k in range(3)]) for i in range(5)], 10)
    assert "x[np.arange(5)[:, None] + np.arange(3)] @ x[7:]" in found


def test_a_table_has_a_name() -> None:
    found = reading.convolution().source("numpy")
    assert "at1 = np.array([0, 1, 2, 5, 6, 7, 10, 11, 12])" in found


def test_the_states_of_a_sequence_are_stacked_once() -> None:
    found = reading.recurrent().source("numpy", gradient=True)
    assert "dz1 = np.stack([dz1_1, dz1_2, dz1_3, dz1_4, dz1_5, dz1_6])" in found
    assert found.count("np.stack") == 3
