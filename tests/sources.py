"""Running the texts that ``Compiled.source`` writes, and what they should give."""

import ctypes
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import autograd as ag
from autograd.compiler.compiled import Compiled
from tests import reading

#: name -> a function that is compiled: with loops of many kinds, and without any
FUNCTIONS: dict[str, Callable[[], Compiled]] = {
    "network": lambda: reading.network((2, 4, 1)),
    "deep": lambda: reading.network((3, 5, 4, 2), "relu", "cross_entropy"),
    "convolution": reading.convolution,
    "recurrent": reading.recurrent,
    "named inputs": lambda: named_inputs(),
    "straight": lambda: ag.compile(lambda x, y: ag.tanh(x * y + 1) + ag.where(x > y, x, y * 2)),
    "sums and copies": lambda: ag.compile(
        lambda *x: [ag.sum([ag.exp(a) for a in x]), x[3], 2.5, *[a * a for a in x]], inputs=5
    ),
}


def named_inputs() -> Compiled:
    """A layer on inputs that are called like functions and words of the languages."""
    import nn

    model = nn.MLP(3, [4, 1], activation="softplus", rng=0)
    return ag.compile(lambda double, exp, i, out: ag.erf(model([double, exp, i])) * out % 3.0)


def point(f: Compiled, gradient: bool) -> tuple[list[float], list[float]]:
    """Inputs (with a seed) and parameters."""
    rng = random.Random(5)
    version = f._versions.get(gradient=gradient)
    return [rng.uniform(-1, 1) for _ in version.named.names], version.parameters()


def expected(f: Compiled, gradient: bool) -> list[float]:
    """The outputs there, by the op table itself."""
    version = f._versions.get(gradient=gradient)
    return version.program.evaluate(*point(f, gradient))


def arguments(f: Compiled, gradient: bool, always: bool = False) -> list[Any]:
    """What the text takes: the inputs, those called x0, x1, … as one list, then the parameters if
    there are any (or ``always``), then the seed."""
    numbers, parameters = point(f, gradient)
    seed = [numbers.pop()] if gradient else []
    names = f._versions.get(gradient=gradient).named.names
    together = sum(name == f"x{i}" for i, name in enumerate(names))
    given = [numbers[:together], *numbers[together:]] if together > 1 else numbers
    return [*given, *([parameters] if parameters or always else []), *seed]


def run_python(text: str, given: list[Any]) -> list[float]:
    """By itself: nothing is there but what the text imports."""
    scope: dict[str, Any] = {}
    exec(text, scope)
    found: list[float] = scope["f"](*given)
    return found


def run_c(text: str, given: list[Any], count: int, to: Path) -> list[float]:
    compiler = shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here")
    (to / "f.c").write_text(text, encoding="utf-8")
    flags = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC"]
    subprocess.run([compiler, *flags, "-o", to / "f.so", to / "f.c", "-lm"], check=True)
    function = ctypes.CDLL(str(to / "f.so")).f
    vector = lambda xs: (ctypes.c_double * max(len(xs), 1))(*xs)  # noqa: E731
    out = vector([0.0] * count)
    function(
        *(vector(x) if isinstance(x, list) else ctypes.c_double(x) for x in given),
        out,
    )
    return [*out][:count]


def run_javascript(text: str, given: list[Any], answer: str = "") -> list[Any]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    call = f"console.log(JSON.stringify({answer or f'f(...{json.dumps(given)})'}))"
    done = subprocess.run(
        [node, "-e", f'"use strict";{text}\n{call}'], capture_output=True, text=True, check=True
    )
    found: list[Any] = json.loads(done.stdout)
    return found
