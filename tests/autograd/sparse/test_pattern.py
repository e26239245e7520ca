"""Patterns read off graphs, held to what derivatives are and to finite changes."""

import random
from typing import Any

from autograd import ceil, detach, floor, greater, hessian, jacobian, sign, sparsity, where
from autograd.sparse.pattern import places, symmetric, transposed


def full(matrix: Any) -> list[list[Any]]:
    return [[bool(x) for x in row] for row in matrix.toarray()]


def test_rows_that_are_flat_everywhere_hand_nothing_on() -> None:
    def f(x: Any) -> Any:
        return [
            floor(x[0]) + x[1],
            detach(x[0]) * x[1],
            sign(x[0]) * ceil(x[1]),
            greater(x[0], x[1]),
            x[0] // x[1],
        ]

    assert full(sparsity(f, [1.5, 2.5])) == [[False, True]] * 2 + [[False, False]] * 3


def test_both_sides_of_where_count_and_its_condition_does_not() -> None:
    pattern = sparsity(lambda x: where(x[0] > 0, x[1], x[2]), [1.0, 2.0, 3.0])
    assert full(pattern) == [[False, True, True]]


def test_outputs_that_are_inputs_constants_or_the_same_twice() -> None:
    def f(x: Any) -> Any:
        y = x[0] * x[1]
        return [x[1], 3.0, y, y, detach(y)]

    assert full(sparsity(f, [1.0, 2.0])) == [
        [False, True],
        [False, False],
        [True, True],
        [True, True],
        [False, False],
    ]


def test_pattern_of_a_hessian_leaves_out_what_is_linear() -> None:
    def f(x: Any) -> Any:
        return 3 * x[0] + x[1] * x[2] + x[3] ** 2 - x[2]

    assert full(sparsity(f, [1.0, 2.0, 3.0, 4.0], order=2)) == [
        [False, False, False, False],
        [False, False, True, False],
        [False, True, False, False],
        [False, False, False, True],
    ]


def test_patterns_hold_every_derivative_of_random_functions() -> None:
    rng = random.Random(3)
    for _ in range(20):
        n = rng.randint(2, 7)
        pairs = [(rng.randrange(n), rng.randrange(n)) for _ in range(n)]

        def f(x: Any, pairs: Any = pairs) -> Any:
            return [x[i] * x[j] + x[i] ** 3 for i, j in pairs]

        x = [rng.uniform(1, 2) for _ in range(n)]
        rows = [[entry != 0 for entry in row] for row in jacobian(f)(x)]
        assert full(sparsity(f, x)) == rows
        rows = [[entry != 0 for entry in row] for row in hessian(lambda x, f=f: sum(f(x)))(x)]
        assert full(sparsity(lambda x, f=f: sum(f(x)), x, order=2)) == rows


def test_sets_of_places() -> None:
    assert [*places(0)] == []
    assert [*places(1 << 5000 | 1)] == [0, 5000]
    assert transposed([0b101, 0, 0b100], 4) == [0b1, 0, 0b101, 0]
    assert symmetric([0b10, 0]) == [0b10, 0b01]
