"""The primitives on arrays, where NumPy's own answer otherwise or are missing."""

import itertools
import math

import pytest

import autograd as ag
from autograd import ieee
from autograd.compiler.backends.words import is_primitive
from autograd.ops import OPS
from tests.programs import same

np = pytest.importorskip("numpy", reason="batches need NumPy")
elementwise = pytest.importorskip("autograd.compiler.backends.elementwise")

SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 2.0, math.inf, -math.inf, math.nan]


@pytest.mark.parametrize("exponent", [0.5, 2.0, -1.0, 1.0, 0.0, -0.5, 3.0, math.inf])
def test_powers_with_one_exponent_for_all_are_those_of_floats(exponent: float) -> None:
    """NumPy takes short cuts for some exponents that are one number and no array."""
    with np.errstate(all="ignore"):
        for power in (exponent, np.float64(exponent), np.array(exponent)):
            got = elementwise.pow(np.array(SPECIAL), power)
            for x, y in zip(SPECIAL, got.tolist()):
                assert same(y, ieee.pow(x, exponent)), (x, exponent)


def test_a_square_root_written_as_a_power_agrees_on_all_roads(any_backend: str) -> None:
    with ag.nonfinite("allow"):
        f = ag.compile(lambda x: x**0.5)
        expected = [0.0, 0.0, 2.0, math.inf, math.inf]
        points = [0.0, -0.0, 4.0, math.inf, -math.inf]
        for x, y, column in zip(points, expected, f(points)):
            assert same(float(column), y), x
            assert same(f(x), y), x
            assert same((ag.Value(x) ** 0.5).data, y), x


def test_functions_are_all_primitives_on_columns() -> None:
    functions = elementwise.functions()
    assert {name for name, row in OPS.items() if is_primitive(row)} <= set(functions)
    for name, row in OPS.items():
        if is_primitive(row) and name != "where":
            columns = np.array(list(itertools.product(SPECIAL[2:6], repeat=row.arity))).T
            with np.errstate(all="ignore"):
                got = functions[name](*columns)
            for point, y in zip(columns.T.tolist(), got.tolist()):
                right = row.evaluate(*point)
                assert same(y, right) or y == pytest.approx(right, rel=1e-14), (name, point)
