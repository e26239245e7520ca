"""Batches: a function on fixed columns, by parameter vectors."""

import gc
import weakref
from typing import Any

import pytest

import autograd as ag
from autograd import GraphError, Value

np = pytest.importorskip("numpy", reason="batches need NumPy")


class Scaled:
    """A model with one parameter, and a number that is none."""

    def __init__(self) -> None:
        self.w, self.k = Value(2.0), 3.0

    def parameters(self) -> list[Value]:
        return [self.w]

    def __call__(self, x: Any) -> Any:
        return [self.w * self.k * x, x + self.k]


def test_a_batch_follows_its_function() -> None:
    model, column = Scaled(), np.array([1.0, 3.0])
    batch = ag.compile(model).bind(column)
    numbers = np.array([2.0])
    mean, gradient, (plus,) = batch(numbers)
    assert (mean, list(gradient), list(plus)) == (12.0, [6.0], [4.0, 6.0])
    model.k = 5.0
    mean, gradient, (plus,) = batch(numbers)
    assert (mean, list(gradient), list(plus)) == (20.0, [10.0], [6.0, 8.0])


def test_a_batch_is_not_bound_anew_without_need() -> None:
    model = Scaled()
    batch = ag.compile(model).bind(np.array([1.0, 3.0]))
    gradients = [batch(np.array([x]))[1] for x in (1.0, 2.0)]
    assert gradients[0] is gradients[1]


def test_a_batch_refuses_when_a_vector_no_longer_means_the_same() -> None:
    model = Scaled()
    f, column = ag.compile(model), np.array([1.0, 3.0])
    batch = f.bind(column)
    model.w = Value(7.0)
    with pytest.raises(GraphError, match=r"other parameters than when it was bound .* bind again"):
        batch(np.array([2.0]))
    assert f.bind(column)(f.vector())[0] == 42.0


def test_value_and_grad_follows_a_replaced_parameter() -> None:
    model, column = Scaled(), np.array([1.0, 3.0])
    f = ag.compile(lambda x: model(x)[0])
    assert f.value_and_grad(column) == (12.0, [6.0])
    model.w = Value(7.0)
    assert f.value_and_grad(column) == (42.0, [6.0])
    assert f.parameters == [model.w]


def test_nothing_waits_for_the_garbage_collector() -> None:
    def use() -> list[Any]:
        model, column = Scaled(), np.array([1.0, 3.0])
        f = ag.compile(lambda x, y=1.0: model(x)[0] * y)
        batch = f.bind(column)
        batch(f.vector())
        f.value_and_grad(column), f(column), f(1.0), f(1.0, y=2.0)
        model.k = 5.0
        batch(f.vector()), f.value_and_grad(column), f(column, y=3.0)
        return [weakref.ref(x) for x in (model, f, batch)]

    use()
    gc.disable()
    try:
        assert [ref() for ref in use()] == [None, None, None]
    finally:
        gc.enable()
