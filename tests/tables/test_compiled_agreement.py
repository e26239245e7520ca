"""Compiled = eager on random programs over the whole op table, in every backend and batch size.

What is an honest tolerance? The kernels round differently from Python's ``math`` in two ways:
elementary functions differ by a few units in the last place, and a product that is added to
something is not rounded first. Both are errors relative to the *numbers on the way*; where a
subtraction cancels, the result is smaller than these and its relative error larger, for the eager
engine no less than for the kernel. So the difference is measured against the larger of the result
and the largest number that the program (for a derivative: the recorded derivative) computes on
its way, which ``INTO`` keeps below some 1e3: 1e-12 of it for values, 1e-10 for derivatives.
Nothing is left out: where two products meet they are both rounded, so that exact cancellation is
exact in both engines and a choice (``where``, ``sign``, ``mod``) falls on the same side.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import autograd as ag
from autograd import Value
from autograd.compiler import Batch, Program
from autograd.compiler.backends.python import FloatKernel
from autograd.compiler.loops.runnable import runnable
from autograd.compiler.passes import optimise
from autograd.compiler.record import record
from autograd.nested import flatten
from tests.programs import (
    Steps,
    batch_kernel,
    close,
    each_backend,
    function_of,
    largest,
    steps,
)

np = pytest.importorskip("numpy", reason="batches need NumPy")

SIZE = 3
VALUE, SLOPE = 1e-12, 1e-10
BATCHES = [0, 1, 7, 8, 9, 1000]

points = st.lists(st.floats(-2.0, 2.0), min_size=SIZE, max_size=SIZE)
steady = settings(max_examples=40, deadline=None, derandomize=True, database=None)
few = settings(steady, max_examples=6)


def assert_agree(
    f: Callable[..., Any], point: list[float], tolerance: float, backend: str, count: int = 1
) -> None:
    """f on floats (or by its own eager sweeps) = f recorded, on floats and on a batch."""
    expected = flatten(f(*point))
    program = optimise(record(f, SIZE).program)
    size = largest(program, point)
    bound = batch_kernel(program, 0, backend).bind([np.full(count, x) for x in point], count)
    bound.run(np.zeros(0), 1.0)
    for road in (FloatKernel(program)(point, ()), [y[-1] for y in bound.outputs]):
        for got, right in zip(road, expected, strict=True):
            assert close(got, right, tolerance, size), (got, right, size)


@each_backend
@steady
@given(chosen=steps(), point=points)
def test_values(backend: str, chosen: Steps, point: list[float]) -> None:
    assert_agree(function_of(chosen), point, VALUE, backend)


@each_backend
@steady
@given(chosen=steps(), point=points)
def test_gradients(backend: str, chosen: Steps, point: list[float]) -> None:
    f = function_of(chosen)
    assert_agree(ag.grad(f, tuple(range(SIZE))), point, SLOPE, backend)


@each_backend
@settings(steady, max_examples=25)
@given(chosen=steps(most=7), point=points)
def test_hessians(backend: str, chosen: Steps, point: list[float]) -> None:
    f = function_of(chosen)
    assert_agree(lambda *x: ag.hessian(lambda v: f(*v))(list(x)), point, SLOPE, backend)


@each_backend
@few
@given(chosen=steps(), seed=st.integers(0, 99))
def test_batches_of_every_size(backend: str, chosen: Steps, seed: int) -> None:
    f, rng = function_of(chosen), np.random.default_rng(seed)
    program = optimise(record(f, SIZE).program)
    kernel = batch_kernel(program, 0, backend)
    columns = rng.uniform(-2.0, 2.0, (SIZE, max(BATCHES)))
    expected = [f(*row) for row in columns.T.tolist()]
    sizes = [largest(program, row) for row in columns.T.tolist()[:50]]
    for count in BATCHES:
        bound = kernel.bind([np.ascontiguousarray(column[:count]) for column in columns], count)
        bound.run(np.zeros(0), 1.0)
        (output,) = bound.outputs
        assert len(output) == count
        for got, right in zip(map(float, output), expected):
            assert close(got, right, VALUE, max(sizes))


@each_backend
def test_what_cancels_exactly_does_so_in_a_kernel(backend: str) -> None:
    """With one product rounded and the other not, the roots of some differences would be nan."""

    def f(a: Any, b: Any) -> Any:
        return [ag.sqrt(a * a - b * b), a * b - b * a * 1.0, a * a + b * -b, 3 * a - 3 * b]

    program = optimise(record(f, 2).program)
    column = np.linspace(0.1, 3.0, 99)
    bound = batch_kernel(program, 0, backend).bind([column, column.copy()], 99)
    bound.run(np.zeros(0), 1.0)
    assert not np.any(bound.outputs)


@each_backend
@pytest.mark.parametrize(
    "f",
    [
        lambda x, y, z: x * y + z,
        lambda x, y, z: z + x * y,
        lambda x, y, z: x * y - z,
        lambda x, y, z: z - x * y,
        lambda x, y, z: x * y - 2.5,
        lambda x, y, z: 2.5 - x * y,
    ],
    ids=["xy+z", "z+xy", "xy-z", "z-xy", "xy-c", "c-xy"],
)
def test_a_product_within_a_sum(backend: str, f: Callable[..., Any]) -> None:
    """Machine code has one instruction for both, and a sign for each place of the product."""
    column = np.linspace(-3.0, 2.0, 11)
    columns = [column, column[::-1] * 0.7, column**2 - 1.0]
    bound = batch_kernel(optimise(record(f, 3).program), 0, backend).bind(columns, 11)
    bound.run(np.zeros(0), 1.0)
    got = [*map(float, bound.outputs[0])]
    assert got == pytest.approx(f(*columns).tolist(), rel=1e-14, abs=1e-14)


# --- sums over the batch ---


@each_backend
@few
@given(chosen=steps(), numbers=points, seed=st.integers(0, 99))
def test_mean_and_gradient(
    backend: str, chosen: Steps, numbers: list[float], seed: int, request: Any
) -> None:
    weights = [Value(x) for x in numbers]
    f, rng = function_of(chosen, *weights), np.random.default_rng(seed)
    recorded = record(f, SIZE, gradient=True)
    program, leaves = optimise(recorded.program), recorded.parameters
    kernel = batch_kernel(program, 1 + len(leaves), backend)
    parameters = np.array([leaf.data for leaf in leaves])
    for count in BATCHES[1:-1]:
        columns = list(rng.uniform(-2.0, 2.0, (SIZE, count)))
        rows = np.array(columns).T.tolist()
        bound = kernel.bind(columns, count)
        assert bound.run(parameters, 1.0 / count)
        size = max(largest(program, [*row, 1.0], parameters) for row in rows)
        value, slopes = mean_of_eager(f, rows, leaves)
        assert close(bound.sums[0], value, VALUE, size)
        for got, right in zip(bound.sums[1:], slopes, strict=True):
            assert close(got, right, SLOPE, size)


def mean_of_eager(
    f: Callable[..., Any], rows: list[list[float]], leaves: tuple[Value, ...]
) -> tuple[float, list[float]]:
    """By ``backward`` on each example."""
    for leaf in leaves:
        leaf.grad = 0.0
    outputs = [f(*map(Value, row)) for row in rows]
    for y in outputs:
        y.backward(1.0 / len(rows))
    return sum(y.data for y in outputs) / len(rows), [leaf.grad for leaf in leaves]


def test_bound_form_and_value_form_are_one() -> None:
    w = [Value(0.3), Value(-0.7)]
    f = ag.compile(lambda x, y: [(ag.tanh(w[0] * x + w[1]) - y) ** 2, w[0] * x])
    first = ag.compile(lambda x, y: (ag.tanh(w[0] * x + w[1]) - y) ** 2)
    columns = [np.linspace(-2, 2, 11), np.linspace(1, -1, 11)]
    batch = f.bind(*columns)
    assert isinstance(batch, Batch)
    value, slopes, (others,) = batch(f.vector())
    assert (value, slopes.tolist()) == first.value_and_grad(*columns)
    assert others.tolist() == [0.3 * x for x in columns[0]]
    by_vector = first.value_and_grad(*columns, parameters=first.vector())
    assert (by_vector[0], by_vector[1].tolist()) == first.value_and_grad(*columns)
    assert first(*columns).mean() == pytest.approx(value, rel=1e-15)


# --- the machine code itself ---


def kernel_with(machine: Any, program: Program, lanes: int, columns: list[Any]) -> list[float]:
    """Outputs by example of a kernel of exactly so many lanes."""
    from autograd.compiler.backends.llvm.kernel_text import kernel_text
    from autograd.compiler.backends.llvm.run import NativeKernel, _BoundNative

    loops = runnable(program)
    made = kernel_text(loops, lanes)
    native = machine.compile(made.text, 1)
    bound = _BoundNative(NativeKernel(loops, 0), native, made, lanes, columns, len(columns[0]))
    bound.run(np.zeros(0), 1.0)
    return [output.tolist() for output in bound.outputs]


@pytest.mark.parametrize("host", [True, False], ids=["host", "baseline"])
@pytest.mark.parametrize("lanes", [1, 2, 4, 8])
def test_every_width_of_vectors(lanes: int, host: bool) -> None:
    pytest.importorskip("llvmlite", reason="machine code needs llvmlite")
    from autograd.compiler.backends.llvm.machine import Machine

    machine = Machine()
    if not host:
        machine.cpu, machine.features = "", ""
    chosen: Steps = [(name, (3, 5, 9)) for name in ("tanh", "mod", "erf", "where", "pow", "log")]
    f = ag.value_and_grad(function_of(chosen), (0, 1, 2))
    program = optimise(record(f, SIZE).program)
    rng = np.random.default_rng(lanes)
    for count in sorted({lanes, lanes + 1, 2 * lanes - 1, 2 * lanes, 17}):
        columns = list(rng.uniform(-2.0, 2.0, (SIZE, count)))
        got = kernel_with(machine, program, lanes, columns)
        for i, row in enumerate(np.array(columns).T.tolist()):
            value, slopes = f(*row)
            size = largest(program, row)
            assert close(got[0][i], value, VALUE, size)
            assert all(close(g[i], right, SLOPE, size) for g, right in zip(got[1:], slopes))
