"""Versions of a compiled function: an op that is defined anew is noticed, on every road."""

import subprocess
import sys
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import RecordingError, Value, define_op
from autograd.compiler import single, versions
from autograd.compiler.backends import python
from autograd.compiler.backends.python import ForKernel
from autograd.compiler.loops import runnable
from autograd.define import temporary_op
from autograd.ops import OPS

OLD: Any = ("shift", "x", "x + 1", ("1",), "real")
NEW: Any = ("shift", "x", "2 * x", ("2",), "real")


def shift(x: Any) -> Any:
    """The op that bears the name now."""
    return ag.functions.GENERIC["shift"](x)


def answers(f: Any, w: Value) -> list[Any]:
    """By every road that a Compiled has."""
    value, gradient = f.value_and_grad([3.0, 3.0])
    return [f(3.0), f([3.0])[0], value, *gradient, f.source().count("2.0 * "), f(Value(3.0)).data]


def test_one_compiled_object_answers_by_one_row(any_backend: str) -> None:
    w = Value(10.0)
    with temporary_op(*OLD):
        f = ag.compile(lambda x: w * shift(x))
        assert answers(f, w) == [40.0, 40.0, 40.0, 4.0, 0, 40.0]
        define_op(*NEW, replace=True)
        assert answers(f, w) == [60.0, 60.0, 60.0, 6.0, 1, 60.0]


@pytest.mark.parametrize("first", ["scalar", "column", "gradient", "program"])
def test_whatever_was_asked_first(first: str) -> None:
    roads: dict[str, Any] = {
        "scalar": lambda f: f(3.0),
        "column": lambda f: f([3.0]),
        "gradient": lambda f: f.value_and_grad([3.0]),
        "program": lambda f: f.program,
    }
    w = Value(10.0)
    with temporary_op(*OLD):
        f = ag.compile(lambda x: w * shift(x))
        roads[first](f)
        define_op(*NEW, replace=True)
        assert answers(f, w) == [60.0, 60.0, 60.0, 6.0, 1, 60.0]


def test_the_function_of_the_older_row_is_refused_and_not_taken_for_the_newer() -> None:
    with temporary_op(*OLD) as older:
        f = ag.compile(lambda x: older(x))
        assert f(3.0) == older(3.0) == 4.0
        newer = define_op(*NEW, replace=True)
        calls = [lambda: f(3.0), lambda: f([3.0]), lambda: ag.compile(lambda x: older(x))(3.0)]
        for call in calls:
            with pytest.raises(RecordingError, match=r"'shift' was .* since this function of it"):
                call()
        assert older(3.0) == 4.0
        assert ag.compile(lambda x: newer(x))(3.0) == newer(3.0) == 6.0


def test_an_op_that_left_the_table_is_refused() -> None:
    with temporary_op(*OLD) as gone:
        f = ag.compile(lambda x: gone(x))
        assert f(3.0) == 4.0
    assert "shift" not in OPS
    with pytest.raises(RecordingError, match="'shift' was taken out of the table"):
        f(3.0)


def test_the_same_row_again_records_nothing_anew() -> None:
    recordings = []

    def f(x: Any) -> Any:
        recordings.append(x)
        return shift(x)

    with temporary_op(*OLD):
        compiled = ag.compile(f)
        compiled(1.0)
        define_op(*OLD, replace=True)
        compiled(2.0)
    assert len(recordings) == 1


def test_a_batch_answers_by_the_newer_row_as_well() -> None:
    np = pytest.importorskip("numpy", reason="batches need NumPy")
    w = Value(10.0)
    with temporary_op(*OLD):
        batch = ag.compile(lambda x: w * shift(x)).bind([3.0, 3.0])
        assert batch(np.array([10.0]))[0] == 40.0
        define_op(*NEW, replace=True)
        assert batch(np.array([10.0]))[0] == 60.0
        assert batch(np.array([20.0]))[1].tolist() == [6.0]


DRAWS = {
    "a function of random": "import random\ndef f(x): return w * x * random.random()",
    "a method of the module's source": "import random\ndef f(x): return w * x * random.gauss(0, 1)",
    "a source": "import random\nr = random.Random(0)\ndef f(x): return w * x + r.uniform(0, 1)",
    "a source of NumPy": "r = np.random.default_rng(0)\ndef f(x): return w * x * float(r.normal())",
    "NumPy's own": "def f(x): return w * x * float(np.random.rand())",
    "in a helper": "import random\ndef h(): return random.random()\ndef f(x): return w * x * h()",
    "in an attribute": (
        "import random\nclass Noise:\n    def __init__(self): self.rng = random.Random(0)\n"
        "    def __call__(self, x): return w * x + self.rng.random()\nf = Noise()"
    ),
}


@pytest.mark.parametrize("case", DRAWS)
def test_a_function_that_draws_random_numbers_is_refused(case: str, world: dict[str, Any]) -> None:
    exec(DRAWS[case], world)
    f = ag.compile(world["f"])
    for call in (f, f.value_and_grad):
        with pytest.raises(ag.RecordingError, match=r"draws random numbers .* as arguments"):
            call([1.0, 2.0])


def test_a_source_that_numpy_fetches_late_is_seen() -> None:
    code = (
        "import sys, numpy as np, autograd as ag\n"
        "w = ag.Value(2.0)\n"
        "f = ag.compile(lambda x: w * x * float(np.random.rand()))\n"
        "late = 'numpy.random' not in sys.modules\n"
        "try: f(1.0)\n"
        "except ag.RecordingError: print('refused', late)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split()[0] == "refused"


def test_a_model_may_draw_its_weights_when_it_is_first_called(world: dict[str, Any]) -> None:
    source = (
        "import random\nclass Late:\n    w = None\n    def __call__(self, x):\n"
        "        self.w = self.w or Value(random.random())\n        return self.w * x\nf = Late()"
    )
    exec(source, world)
    f = ag.compile(world["f"])
    assert f(1.0) == world["f"].w.data == f(1.0)


def test_a_long_recording_is_run_as_loops_without_passes_over_its_scalars(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (versions, single):
        monkeypatch.setattr(module, "LIMIT", 100)
    monkeypatch.setattr(runnable, "SMALL", 100)
    monkeypatch.setattr(python, "STRAIGHT", 100)
    monkeypatch.setattr(python, "FEW", 2)
    model = nn.MLP(8, [9, 2], activation="relu", rng=0)
    f = ag.compile(lambda *x: nn.softmax(model(list(x))), inputs=8)
    x = [0.1 * i - 0.3 for i in range(8)]
    assert f(*x) == [y.data for y in nn.softmax(model(x))]
    version = f._versions.get(8)
    assert isinstance(version.floats, ForKernel)
    assert "program" not in vars(version)
