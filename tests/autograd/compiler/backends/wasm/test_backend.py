"""The backend of pages, where there is none: ``tests/test_live.py`` runs it in Pyodide."""

import sys
from array import array
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

import autograd as ag
from autograd import GraphError
from autograd.compiler.backends import choice
from autograd.compiler.backends.wasm.backend import BACKEND, PageKernel, usable


def test_it_needs_a_page() -> None:
    assert not usable()
    wanted = 'backend "wasm" needs Python in a page, .* not here: backend="auto" takes "'
    with pytest.raises(GraphError, match=wanted):
        ag.compile(lambda x: x, backend="wasm")


def test_it_is_taken_before_plain_python_and_after_what_works_on_arrays() -> None:
    names = [b.name for b in choice.BACKENDS]
    assert names.index("source (numpy)") < names.index("wasm") < names.index("source (python)")


def test_a_program_that_takes_long_to_write_is_left_to_the_next() -> None:
    assert BACKEND.limit == 5_000


class Place:
    """Numbers on the page's side."""

    def __init__(self, numbers: Sequence[float] = ()) -> None:
        self.numbers = array("d", numbers)

    def assign(self, numbers: "array[float]") -> None:
        self.numbers = numbers

    def to_py(self) -> Any:
        return self.numbers


class Batch:
    """w x of each row, and the sum of all and its slope, as a page's program tells them."""

    def __init__(self, columns: Sequence[Any], examples: int) -> None:
        self.columns = [Place(column) for column in columns]
        self.parameters, self.sums = Place([0.0]), Place([0.0, 0.0])
        self.outputs = [Place([0.0] * examples)]

    def step(self, parameters: Place, weight: float) -> Any:
        (w,), x = parameters.numbers, self.columns[0].numbers
        self.outputs[0].assign(array("d", [w * one for one in x]))
        self.sums.assign(array("d", [weight * w * sum(x), weight * sum(x)]))
        return SimpleNamespace(finite=w < 1e300)


def test_numbers_cross_over_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ffi = SimpleNamespace(to_js=lambda x: x)
    monkeypatch.setitem(sys.modules, "pyodide", SimpleNamespace(ffi=ffi))
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    program = SimpleNamespace(bind=Batch, descriptor=SimpleNamespace(outputs=1))
    kernel: Any = SimpleNamespace(program=program, total=2)
    columns = [[1.0, 2.0, 4.0]]
    bound: Any = PageKernel.bind(kernel, columns, 3)
    sums, gradient, outputs = bound.sums, bound.gradient, bound.outputs
    assert bound.run([3.0], 0.5)
    assert (sums, gradient, outputs) == ([10.5, 3.5], [3.5], [[3.0, 6.0, 12.0]])
    columns[0][:] = [0.0, 1.0, 1.0]  # what stands in a column when it runs counts
    assert not bound.run([1e300], 1.0)
    assert (gradient, outputs[0][0]) == ([2.0], 0.0)
    nothing: Any = PageKernel.bind(kernel, [[]], 0)
    assert nothing.run([3.0], 1.0)
    assert (nothing.sums, nothing.gradient, nothing.outputs) == ([0.0, 0.0], [0.0], [[]])


def test_a_page_is_a_page_only_with_python_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyodide", SimpleNamespace())
    assert not usable(), "a package of that name is no page"
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert usable()
    monkeypatch.delitem(sys.modules, "pyodide")
    assert not usable()
