"""Sparse derivatives equal dense ones, by as many sweeps as the band is wide."""

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from autograd import (
    GraphError,
    Value,
    compile,
    exp,
    grad,
    hessian,
    jacobian,
    sin,
    sparsity,
    sqrt,
    sum,
)
from autograd.levels import Level
from autograd.sparse.matrix import Sparse

N = 200


def chain(x: Any) -> Any:
    """Bidiagonal: each output has two neighbours."""
    return [sin(a) * b for a, b in pairwise(x)] + [x[-1] ** 2]


def energy(x: Any) -> Any:
    """Its Hessian is tridiagonal."""
    return sum(100 * (b - a * a) ** 2 + exp(0.1 * a) for a, b in pairwise(x))


@pytest.fixture
def sweeps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        plain = getattr(Level, name)

        def run(self: Level, *args: Any) -> Any:
            done.append(name)
            return plain(self, *args)

        return run

    for name in ("push", "pull", "gradient"):
        monkeypatch.setattr(Level, name, counted(name))
    return done


def point(n: int = N) -> list[float]:
    rng = random.Random(1)
    return [rng.uniform(0.5, 1.5) for _ in range(n)]


def dense(matrix: Any) -> list[list[float]]:
    return [[float(x) for x in row] for row in matrix.toarray()]


def test_bidiagonal_jacobian_takes_two_sweeps(sweeps: list[str]) -> None:
    found = jacobian(chain, sparse=True)(point())
    assert sweeps == ["pull", "pull"]
    assert (found.shape, found.nnz) == ((N, N), 2 * N - 1)
    assert dense(found) == [pytest.approx(row, rel=1e-15) for row in jacobian(chain)(point())]


def test_tridiagonal_hessian_takes_three_sweeps_over_one_gradient(sweeps: list[str]) -> None:
    calls = []
    found = hessian(lambda x: calls.append(1) or energy(x), sparse=True)(point())
    assert (sweeps, calls) == (["gradient", "pull", "pull", "pull"], [1])
    assert (found.shape, found.nnz) == ((N, N), 3 * N - 2)
    rows = dense(found)
    assert rows == [list(column) for column in zip(*rows)]
    assert rows == [pytest.approx(row, rel=1e-14) for row in hessian(energy)(point())]


def test_what_has_a_full_row_is_swept_backwards(sweeps: list[str]) -> None:
    n = 30
    wide = jacobian(lambda x: [sum(x), *x[1:]], sparse=True)(point(n))
    assert (sweeps, wide.nnz) == (["pull"] * 2, 2 * n - 1)
    sweeps.clear()
    tall = jacobian(lambda x: [x[0] * 1.0 for _ in range(n)], sparse=True)(point(n))
    assert (sweeps, tall.nnz) == (["push"], n)


def test_nothing_to_sweep_is_not_swept(sweeps: list[str]) -> None:
    found = jacobian(lambda x: [1.0, 2.0], sparse=True)([1.0, 2.0, 3.0])
    assert (sweeps, found.shape, found.nnz) == ([], (2, 3), 0)
    found = hessian(lambda x: 2 * x[0] - x[1], sparse=True)([1.0, 2.0])
    assert (found.shape, found.nnz) == ((2, 2), 0)


def test_random_functions_sparse_and_dense_agree() -> None:
    rng = random.Random(5)
    for _ in range(30):
        n, m = rng.randint(1, 9), rng.randint(1, 9)
        terms = [[rng.randrange(n) for _ in range(rng.randint(1, 3))] for _ in range(m)]

        def f(x: Any, terms: Any = terms) -> Any:
            return [exp(sin(sum(x[i] for i in term)) * x[term[0]]) for term in terms]

        x = point(n)
        assert dense(jacobian(f, sparse=True)(x)) == [
            pytest.approx(row, rel=1e-12) for row in jacobian(f)(x)
        ]
        assert dense(hessian(lambda x, f=f: sum(f(x)), sparse=True)(x)) == [
            pytest.approx(row, rel=1e-11, abs=1e-13) for row in hessian(lambda x, f=f: sum(f(x)))(x)
        ]


def test_columns_are_all_numbers_of_all_arguments_asked_for() -> None:
    def f(x: Any, k: Any, *, scale: float) -> Any:
        return {"a": scale * x[0] * k["u"], "b": [x[1], k["v"] ** 2]}

    args = ([1.0, 2.0], {"u": 3.0, "v": 4.0})
    assert dense(jacobian(f, (0, 1), sparse=True)(*args, scale=2.0)) == [
        [6.0, 0.0, 2.0, 0.0],
        [0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 8.0],
    ]
    assert dense(jacobian(f, 1, sparse=True)(*args, scale=2.0))[0] == [2.0, 0.0]
    assert dense(jacobian(f, -1, sparse=True)(*args, scale=2.0))[0] == [2.0, 0.0]
    assert sparsity(f, *args, argnums=(0, 1), scale=2.0).nnz == 4
    both = hessian(lambda x, y: x * x * y, (0, 1), sparse=True)(3.0, 5.0)
    assert dense(both) == [[10.0, 6.0], [6.0, 0.0]]


def test_within_another_derivative_the_entries_are_values() -> None:
    def total(p: Any) -> Any:
        found = jacobian(lambda x: [p * x[0] ** 2, p * p * x[1]], sparse=True)([3.0, 4.0])
        assert isinstance(found, Sparse)
        return sum(found.data)

    assert grad(total)(5.0) == 6.0 + 10.0
    w = Value(2.0)
    entries = hessian(lambda x: w * x[0] ** 2 * x[1], sparse=True)([3.0, 4.0]).toarray()
    entries[0][1].backward()
    assert (entries[0][1].data, w.grad) == (12.0, 6.0)


def test_entries_can_be_recorded() -> None:
    f = compile(lambda a, b: list(jacobian(chain, sparse=True)([a, b]).data))
    assert f(0.3, 0.7) == pytest.approx([*jacobian(chain, sparse=True)([0.3, 0.7]).data])


def test_a_derivative_that_is_missing_elsewhere_does_no_harm() -> None:
    # 0 * inf: the second column has an infinite entry, and is in a sweep of its own
    with pytest.raises(ArithmeticError, match="sqrt has no finite derivative"):
        jacobian(lambda x: [x[0] * sqrt(x[1]), x[0]], sparse=True)([1.0, 0.0])
    found = jacobian(lambda x: [sqrt(x[1]) * 2, x[0]], sparse=True)([1.0, 4.0])
    assert dense(found) == [[0.0, 0.5], [1.0, 0.0]]


def test_wrong_requests_are_refused() -> None:
    with pytest.raises(GraphError, match=r"sparsity knows order 1 \(Jacobian\) and 2 .* got 3"):
        sparsity(sin, 1.0, order=3)
    with pytest.raises(GraphError, match="a gradient needs one number as output"):
        hessian(chain, sparse=True)([1.0, 2.0])
    with pytest.raises(GraphError, match="argnums asks for argument 1"):
        jacobian(chain, 1, sparse=True)([1.0, 2.0])
    with pytest.raises(GraphError, match="argnums asks for argument 1"):
        sparsity(chain, [1.0, 2.0], argnums=1)


def test_where_nothing_depends_the_pattern_is_of_truths_too() -> None:
    pytest.importorskip("scipy.sparse")
    assert sparsity(lambda x: [1.0, 2.0], [1.0, 2.0]).dtype == bool
    assert sparsity(lambda x: x[0] + x[1], [1.0, 2.0], order=2).dtype == bool
    assert jacobian(lambda x: [1.0, 2.0], sparse=True)([1.0, 2.0]).dtype == float
