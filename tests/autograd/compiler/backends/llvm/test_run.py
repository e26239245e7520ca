"""Size and threads: cost grows with the graph, threads agree, long programs fall back."""

import math
import os
import subprocess
import sys
import threading
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value
from autograd.compiler.backends import choice
from autograd.compiler.backends.languages.c import c_source
from autograd.compiler.backends.llvm import run
from autograd.compiler.backends.llvm.kernel_text import kernel_text
from autograd.compiler.backends.python import python_source
from autograd.compiler.loops.find import apart
from autograd.compiler.loops.loop import Apply, Index, Loop, Loops
from tests.loops import perceptron

np = pytest.importorskip("numpy", reason="batches need NumPy")
needs_llvm = pytest.mark.usefixtures("llvm")
RNG = np.random.default_rng(0)


@pytest.fixture
def llvm() -> None:
    pytest.importorskip("llvmlite", reason="machine code needs llvmlite")


def network(width: int) -> Any:
    model = nn.MLP(2, [width, 1], rng=0)
    return ag.compile(lambda x, y: (model([x, y]) - 1) ** 2)


# --- size ---


def chain(length: int) -> Any:
    w = Value(0.5)

    def f(x: Any) -> Any:
        for _ in range(length):
            x = ag.tanh(w * x + 0.25)
        return x

    return ag.compile(f)


@pytest.mark.parametrize("gradient", [False, True])
def test_programs_and_texts_grow_in_proportion_to_the_graph(gradient: bool) -> None:
    def sizes(length: int) -> list[int]:
        program = chain(length)._versions.get(gradient=gradient).program
        sums = 2 if gradient else 0
        native = kernel_text(apart(program, seeded=gradient), 4, sums=sums).text
        texts = [native, python_source(program), c_source(program)]
        return [len(program.instructions), *map(len, texts)]

    for small, large in zip(sizes(200), sizes(400)):
        assert large <= 2.2 * small


def test_a_gradient_costs_a_few_times_the_function() -> None:
    f = network(20)
    plain, gradient = (f._versions.get(gradient=g).program.instructions for g in (False, True))
    assert len(gradient) <= 4 * len(plain)


def test_programs_above_the_limit_run_as_array_code(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = network(3).value_and_grad([0.5, 1.0], [0.25, 2.0])
    shorter = [b._replace(limit=5) if b.name == "llvm" else b for b in choice.BACKENDS]
    monkeypatch.setattr(choice, "BACKENDS", shorter)
    f = network(3)
    assert f.backend == "source (numpy)"
    value, slopes = f.value_and_grad([0.5, 1.0], [0.25, 2.0])
    assert value == pytest.approx(expected[0], rel=1e-12)
    assert slopes == pytest.approx(expected[1], rel=1e-10)


@needs_llvm
def test_code_that_is_generated_quickly_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = RNG.normal(size=(2, 19))
    choice._kept.cache_clear()
    expected = network(4).value_and_grad(*columns)
    monkeypatch.setattr(run, "THOROUGH_LIMIT", 0)
    choice._kept.cache_clear()
    value, slopes = network(4).value_and_grad(*columns)
    assert value == pytest.approx(expected[0], rel=1e-12)
    assert slopes == pytest.approx(expected[1], rel=1e-10)


def test_backend_names_what_batches_run_on(any_backend: str) -> None:
    named = {"llvm": "llvm", "numpy": "source (numpy)", "python": "source (python)"}
    assert ag.compile(lambda x: x).backend == named[any_backend]


# --- one kernel ---

#: of a column x, a parameter w and the weight: the weighted sum of w·x, and x itself
PRODUCT = Loops(
    2,
    1,
    (
        Loop((), Apply("mul", (Index("input", 0), Index("parameter", 0))), 0),
        Loop((), Apply("mul", (Index("input", 1), Index("result", 0))), 1),
    ),
    (4, 0),
)


class Spy:
    """A machine of so many lanes, which writes down what it is to compile."""

    def __init__(self, lanes: int) -> None:
        self.native_lanes, self.calls = lanes, []

    def compile(self, text: str, level: int) -> Any:
        self.calls.append((text, level))
        return SimpleNamespace(call=None)


@pytest.mark.parametrize(
    ("examples", "lanes"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 4), (7, 4), (8, 8), (100, 8)]
)
def test_vectors_are_as_wide_as_two_of_the_machine_and_no_wider_than_the_batch(
    examples: int, lanes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Spy(4)
    monkeypatch.setattr(run, "machine", lambda: spy)
    kernel = run.NativeKernel(PRODUCT, 1)
    for _ in range(2):  # compiled once
        kernel.bind([np.zeros(examples)], examples)
    assert spy.calls == [(kernel_text(PRODUCT, lanes, sums=1, width=min(lanes, 4)).text, 1)]


@pytest.mark.parametrize(("more", "level"), [(-1, 0), (0, 1), (1, 1)])
def test_short_straight_line_code_is_generated_with_care(
    more: int, level: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = Spy(2)
    length = kernel_text(PRODUCT, 4, sums=1, width=2).straight
    monkeypatch.setattr(run, "THOROUGH_LIMIT", length + more)
    monkeypatch.setattr(run, "machine", lambda: spy)
    run.NativeKernel(PRODUCT, 1).bind([np.zeros(5)], 5)
    assert [called for _, called in spy.calls] == [level]


@pytest.mark.parametrize(
    ("work", "processors", "threads"), [(200, 2, 2), (200, 1, 1), (201, 2, 1), (199, 8, 2)]
)
def test_a_second_thread_is_for_much_work(
    work: int, processors: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "machine", lambda: Spy(4))
    monkeypatch.setattr(run, "THREADS_FROM", work)
    monkeypatch.setattr(run, "processors", lambda: processors)
    bound = run.NativeKernel(PRODUCT, 1).bind([np.zeros(100)], 100)  # of two instructions
    shares = [(part.words[0], part.words[1]) for part in bound._parts]
    assert shares == ([(0, 56), (56, 100)] if threads == 2 else [(0, 100)])


@pytest.mark.parametrize(
    ("scratch", "blocks"), [(0, 1), (1, 1), (3, 3), (4, 4), (6, 4), (7, 7), (20, 7)]
)
def test_the_blocks_of_a_batch_are_kept_in_chunks_of_one_size(
    scratch: int, blocks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the 7 blocks of 100 examples, so many as there is room for."""
    monkeypatch.setattr(run, "machine", lambda: Spy(8))
    program, sums = perceptron(11, 13), 1 + 13 + 13 * 12
    text = kernel_text(program, 16, sums=sums, width=8, registers=32)
    monkeypatch.setattr(run, "SCRATCH", scratch * text.pitch)
    columns = [np.zeros(100)] * 11
    (part,) = run.NativeKernel(program, sums).bind(columns, 100)._parts
    assert part.words[8] == 16 * blocks
    assert len(part._memory) == text.fixed + blocks * text.pitch + 8


@needs_llvm
@pytest.mark.parametrize("threads", [1, 2])
def test_a_bound_kernel_is_told_what_changes(threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "THREADS_FROM", 0)
    monkeypatch.setattr(run, "processors", lambda: threads)
    x = np.arange(1.0, 41.0)
    bound = run.NativeKernel(PRODUCT, 1).bind([x], 40)
    w = np.array([2.0])
    for parameters, weight in [(w, 1.0), (w, 0.5), (array("d", [3.0]), 0.5), (w, 0.5)]:
        assert bound.run(parameters, weight) is True
        assert bound.sums.tolist() == [parameters[0] * weight * 820.0]
        assert bound.gradient.tolist() == []
    assert bound.outputs[0].tolist() == x.tolist()
    w[0], x[39] = 4.0, 0.0  # the same arrays with other numbers in them
    bound.run(w, 0.5)
    assert bound.sums.tolist() == [4.0 * 0.5 * 780.0]


@needs_llvm
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("bad", [{0: math.inf}, {39: math.nan}, {0: 1e308, 39: 1e308}])
def test_sums_that_are_not_finite_are_told(
    threads: int, bad: dict[int, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "THREADS_FROM", 0)
    monkeypatch.setattr(run, "processors", lambda: threads)
    x = np.ones(40)
    bound = run.NativeKernel(PRODUCT, 1).bind([x], 40)
    assert bound.run(np.ones(1), 1.0) is True
    x[[*bad]] = [*bad.values()]
    assert bound.run(np.ones(1), 1.0) is False


@needs_llvm
def test_nothing_is_the_sum_of_no_examples() -> None:
    bound = run.NativeKernel(PRODUCT, 1).bind([np.zeros(0)], 0)
    bound.sums[:] = 7.0
    assert bound.run(np.ones(1), 1.0) is True
    assert (bound.sums.tolist(), bound.outputs[0].tolist()) == ([0.0], [])


def test_processors_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3, 5, 8}, raising=False)
    assert run.processors() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    for count, found in ((6, 6), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)
        assert run.processors() == found


# --- threads ---


@needs_llvm
@pytest.mark.parametrize("examples", [1, 2, 15, 16, 17, 31, 32, 33, 100, 1001])
def test_two_threads_give_the_same_sums(examples: int, monkeypatch: pytest.MonkeyPatch) -> None:
    columns, f = RNG.normal(size=(2, examples)), network(3)
    expected, outputs = f.value_and_grad(*columns), f(*columns)
    monkeypatch.setattr(run, "THREADS_FROM", 0)
    monkeypatch.setattr(run, "processors", lambda: 2)
    for _ in range(3):
        value, slopes = f.value_and_grad(*columns.copy())
        assert value == pytest.approx(expected[0], rel=1e-13)
        assert slopes == pytest.approx(expected[1], rel=1e-12, abs=1e-15)
        assert np.array_equal(f(*columns), outputs)


@needs_llvm
def test_two_threads_name_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "THREADS_FROM", 0)
    monkeypatch.setattr(run, "processors", lambda: 2)
    w, f = Value(1.0), None
    f = ag.compile(lambda x: ag.log(w * x))
    for bad in (3, 90):
        column = np.ones(100)
        column[bad] = 0.0
        with pytest.raises(ag.NonFiniteError, match=f"example {bad}: log gave -inf"):
            f.value_and_grad(column)


@needs_llvm
@pytest.mark.parametrize("inner", [1, 2], ids=["one thread each", "two threads each"])
def test_python_threads_may_share_a_compiled_function(
    inner: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "THREADS_FROM", 0 if inner == 2 else 10**12)
    monkeypatch.setattr(run, "processors", lambda: inner)
    f = network(5)
    batches = [np.ascontiguousarray(RNG.normal(size=(2, 400))) for _ in range(3)]
    rows = [list(batch) for batch in batches]
    expected = [f.value_and_grad(*columns) for columns in rows]
    vectors = [f.vector() * k for k in (1.0, 2.0)]
    by_vector = [f.value_and_grad(*rows[0], parameters=v)[1].tolist() for v in vectors]
    start = threading.Barrier(4)

    def work(seed: int) -> bool:
        start.wait()
        right = True
        for i in range(60):
            k = (i * (seed + 1)) % 3 if i > 30 else 0  # first all on one Batch, then on three
            right &= f.value_and_grad(*rows[k]) == expected[k]
            j = (i + seed) % 2
            slopes = f.value_and_grad(*rows[0], parameters=vectors[j])[1]
            right &= slopes.tolist() == by_vector[j]
        return right

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))


FORKING = """
import os, sys
import autograd as ag, numpy as np
from autograd import Value
from autograd.compiler.backends import choice
from autograd.compiler.backends.llvm import run

run.THREADS_FROM, run.processors = 0, lambda: 2
w, columns = Value(2.0), np.ones(64)
f = ag.compile(lambda x: w * x)
assert f.value_and_grad(columns) == (2.0, [1.0])
child = os.fork()
if child == 0:
    os._exit(0 if f.value_and_grad(columns) == (2.0, [1.0]) else 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@needs_llvm
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING]
    root = Path(__file__).parents[5]
    subprocess.run(command, check=True, timeout=30, cwd=root)
