"""A world for the scripts of students, and what must be seen when something in it changes."""

import functools
import math
import sys
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import autograd as ag
from autograd import Value
from autograd.compiler.watch import watch


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The names that a script finds: ``w`` is a parameter, ``k`` a number, ``mod`` a module."""
    np = pytest.importorskip("numpy", reason="batches need NumPy")
    module = ModuleType("homework_module")
    vars(module).update(K=3.0, h=lambda x: 2 * x)
    monkeypatch.setitem(sys.modules, "homework_module", module)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "homework_later.py").write_text("K = 3.0\n")
    sys.modules.pop("homework_later", None)
    package, sibling = (ModuleType(f"homework_package{x}") for x in ("", ".sibling"))
    package.__path__ = []
    sibling.K = 3.0
    for x in (package, sibling):
        monkeypatch.setitem(sys.modules, x.__name__, x)
    monkeypatch.setattr(math, "K", 3.0, raising=False)
    scope = {
        "__name__": "homework",
        "__package__": "homework_package",
        "ag": ag,
        "np": np,
        "Value": Value,
        "functools": functools,
    }
    scope |= {"w": Value(2.0), "k": 3.0, "mod": module, "Namespace": SimpleNamespace}
    return scope | {"array": array, "deque": deque, "dataclass": dataclass}


def answers(f: Any, column: Any) -> list[Any]:
    """The function at two points, on both at once, and its mean."""
    return [f(1.5), f(-2.0), list(f([1.5, -2.0])), f.value_and_grad(column)[0]]


def expected(f: Any) -> list[Any]:
    """The same, eagerly."""
    y = [f(Value(1.5)).data, f(Value(-2.0)).data]
    return [*y, y, sum(y) / 2]


@pytest.fixture(params=[16, 0], ids=["written out", "in a loop"])
def noticed(
    request: Any, world: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], None]:
    """Whether a script's function ``f``, compiled, follows what is done to the script later."""
    monkeypatch.setattr(watch, "_FEW", request.param)

    def check(setup: str, change: str) -> None:
        exec(setup, world)
        f, column = ag.compile(world["f"], inputs=1), world["np"].array([1.5, -2.0])
        batch = f.bind(column)
        before = answers(f, column)
        assert before == expected(world["f"])
        program = f.program
        assert answers(f, column) == before
        assert f.program is program, "nothing had changed"
        exec(change, world)
        after = expected(world["f"])
        assert after != before
        assert answers(f, column) == after
        assert batch(f.vector())[0] == after[-1]

    return check
