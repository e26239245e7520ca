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
from autograd.compiler.backends.languages.scope import is_straight
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


def arguments(f: Compiled, gradient: bool) -> list[Any]:
    """The inputs as the text takes them: those of ``*x`` as one list where a loop goes through."""
    inputs, _ = point(f, gradient)
    program = f._versions.get(gradient=gradient).named
    together = (
        0 if is_straight(program) else sum(name == f"x{i}" for i, name in enumerate(program.names))
    )
    whole = together and any(a.name == "x" and a.shape for a in program.inputs)
    return [inputs[:together], *inputs[together:]] if whole else inputs


def run_python(text: str, given: list[Any], parameters: list[float]) -> list[float]:
    import math

    from autograd import ieee

    scope: dict[str, Any] = {**vars(ieee), "inf": math.inf, "nan": math.nan}
    exec(text, scope)
    found: list[float] = scope["f"](*given, parameters)
    return found


def run_c(
    text: str, given: list[Any], parameters: list[float], count: int, to: Path
) -> list[float]:
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
        vector(parameters),
        out,
    )
    return [*out][:count]


def run_javascript(text: str, given: list[Any], parameters: list[float]) -> list[float]:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    call = f"console.log(JSON.stringify(f(...{json.dumps(given)}, {json.dumps(parameters)})))"
    done = subprocess.run(
        [node, "-e", f'"use strict";{text}\n{call}'], capture_output=True, text=True, check=True
    )
    found: list[float] = json.loads(done.stdout)
    return found
