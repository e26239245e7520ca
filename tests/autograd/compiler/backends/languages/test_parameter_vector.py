"""The vector of parameters as matrices and back."""

from typing import Any

import pytest

import autograd as ag
from autograd import Value
from autograd.compiler.backends.languages.parameter_vector import cut
from autograd.compiler.loops.arrays import Array

np = pytest.importorskip("numpy", reason="whole arrays need NumPy")


@pytest.mark.parametrize(
    "array",
    [
        *(Array("W", 0, (4, 2), (3, 1)), Array("b", 2, (4,), (3,)), Array("U", 3, (3, 3), (3, 1))),
        *(Array("c", 7), Array("t", 1, (3, 2, 2), (4, 2, 1)), Array("s", 1, (2, 2, 2), (6, 2, 1))),
        *(Array("end", 8, (2, 2), (3, 1)), Array("short", 2, (2, 2, 2), (6, 3, 1))),
    ],
)
def test_cuts(array: Array) -> None:
    p = np.arange(13)
    assert np.ravel(eval(cut(array, 13), {"p": p, "np": np})).tolist() == array.places()


def gradient_of(f: Any, *given: float) -> tuple[Any, list[float]]:
    compiled = ag.compile(f)
    scope: dict[str, Any] = {}
    exec(compiled.source("numpy", gradient=True), scope)
    found = scope["f"](*given, compiled.vector())[1].tolist()
    return found, compiled.value_and_grad(*([x] for x in given))[1]


def test_parameters_of_no_model() -> None:
    w = [Value(0.5), Value(-1.0, label="b"), Value(2.0), Value(1.5)]
    found, expected = gradient_of(lambda x: ag.tanh(w[3] * x + w[1]) * w[0] + w[2] * x, 0.7)
    assert found == pytest.approx(expected, rel=1e-12)


def test_parameters_that_the_value_does_not_depend_on() -> None:
    w = [Value(float(i), label=f"w{i}") for i in range(6)]
    f = lambda x: ag.sum([ag.exp(a * x) for a in w[1:5]]) + ag.detach(w[0]) + w[5] * 0.0  # noqa: E731
    found, expected = gradient_of(f, 0.3)
    assert found == pytest.approx(expected, rel=1e-12)


def test_derivatives_that_are_no_tables_are_put_in_order() -> None:
    w = [Value(0.1 * i) for i in range(7)]
    order = (3, 0, 6, 2, 5, 1, 4)
    found, expected = gradient_of(
        lambda x: ag.sum([ag.sin(w[i] * x) for i in order]) + ag.sum([w[i] * i for i in range(7)]),
        0.9,
    )
    assert found == pytest.approx(expected, rel=1e-12)
