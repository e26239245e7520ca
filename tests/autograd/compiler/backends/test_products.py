"""Sums of products as matrix products: which are, and how their factors lie."""

import pytest

from autograd.compiler.loops.loop import Apply, Index

pytest.importorskip("numpy", reason="array code needs NumPy")
products = pytest.importorskip("autograd.compiler.backends.products")
EXAMPLES = pytest.importorskip("autograd.compiler.backends.spaces").EXAMPLES
W, X = Index("parameter", 0, (3, 1)), Index("input", 0, (0, 1))


def axes(*given: int) -> frozenset[int]:
    return frozenset(given)


def test_a_layer_is_the_weights_times_the_examples_as_columns() -> None:
    found = products.product_of((W, X), (axes(0, 1), axes(1, EXAMPLES)), (4, 3), {1})
    left, right = found.factors
    assert (left.term, left.groups, left.turned) == (W, ((0,), (1,)), False)
    assert (right.term, right.groups, right.turned) == (X, ((1,), (EXAMPLES,)), False)
    assert found.spelled("a @ b", (4, 3)) == "(a @ b)"


def test_the_factor_of_the_examples_is_on_the_right() -> None:
    found = products.product_of((X, W), (axes(1, EXAMPLES), axes(0, 1)), (4, 3), {1})
    assert [factor.term for factor in found.factors] == [W, X]


def test_a_gradient_sums_over_the_examples() -> None:
    d, x = Index("result", 0, (1, 0)), Index("input", 0, (0, 1))
    found = products.product_of((d, x), (axes(0, EXAMPLES), axes(1, EXAMPLES)), (4, 3), {EXAMPLES})
    left, right = found.factors
    assert (left.turned, right.turned) == (False, True)
    assert found.spelled("a @ b", (4, 3)) == "(a @ b).reshape(1, 4, 3).transpose(1, 2, 0)"


@pytest.mark.parametrize(
    ("a", "b", "over"),
    [
        (axes(0, 1), axes(0, EXAMPLES), {1}),  # the second factor could stand before the sum
        (axes(1, EXAMPLES), axes(1, EXAMPLES), {1}),  # nothing is left but the examples
        (axes(0, EXAMPLES), axes(0, EXAMPLES), {EXAMPLES}),
        (axes(0, 1, EXAMPLES), axes(1, EXAMPLES), {1}),  # a matrix for each example
    ],
)
def test_what_is_no_matrix_product(a: frozenset[int], b: frozenset[int], over: set[int]) -> None:
    assert products.product_of((W, X), (a, b), (4, 3), over) is None


def test_factors_that_both_run_backwards_are_turned_round() -> None:
    a, b = Index("parameter", 8, (3, -1)), Index("result", 5, (0, -1))
    found = products.product_of((a, b), (axes(0, 1), axes(1, EXAMPLES)), (2, 3), {1})
    left, right = found.factors
    assert left.view("P", (2, 3)) == (-2, ((2, 3, False), (3, 1, False)))
    assert right.view("R", (2, 3)) == (-2, ((3, 1, False), (1, 1, True)))


def test_a_matrix_that_blas_would_not_take_is_gathered() -> None:
    for strides in [(2, -1), (1, 1), (7, 2), (0, 1)]:
        matrix = products.Matrix(
            Index("parameter", 9, strides), (), ((0,), (1,)), False, frozenset()
        )
        assert matrix.view("P", (3, 4)) is None


def test_an_expression_is_brought_into_order() -> None:
    x = Apply("exp", (X,))
    matrix = products.Matrix(x, (1,), ((2,), (0, EXAMPLES)), False, frozenset())
    assert matrix.arranged("t", (2, 3, 4)) == "t.transpose(1, 2, 0, 3).reshape(3, 4, 2 * N)"
