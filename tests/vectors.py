"""Functions on vectors as machine code, and how far what they answer is from the true value.

``run`` compiles a function that is written with ``vectors.py`` into a loop over columns of numbers,
for vectors of several widths, on this processor and on the plainest one of its kind, which has no
fused multiplication. The points are fixed by seeds: random bit patterns over all exponents,
uniform points, and the neighbourhoods of the places where a method changes from one case to
another. Needs llvmlite and mpmath; without them the tests that import this are skipped.
"""

import ctypes
import math
import platform
import random
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from inspect import signature
from typing import Any, NamedTuple

import pytest

from autograd.compiler.backends.llvm.lanes import where
from autograd.compiler.backends.llvm.vectormath import declarations, definitions
from autograd.compiler.backends.llvm.vectors import Builder, IntVector, Mask, Vector
from tests.programs import same

llvm = pytest.importorskip("llvmlite.binding", reason="machine code needs llvmlite")
mp = pytest.importorskip("mpmath")

inf, nan, tiny, huge = math.inf, math.nan, 5e-324, 1.7976931348623157e308
PRECISION = 140  # bits of the reference

Function = Callable[..., Any]


class Machine(NamedTuple):
    """How many lanes, and whether for this processor or for the plainest of its kind."""

    lanes: int
    host: bool


MACHINES = [Machine(lanes, host) for lanes in (1, 4, 8) for host in (True, False)]
each_machine = pytest.mark.parametrize("machine", MACHINES, ids=str)


# --- from a function to numbers ---


def run(function: Function, machine: Machine, *columns: Sequence[float]) -> list[Any]:
    """The function at each point; a tuple of numbers where it gives several vectors.

    Masks come as 1.0 and 0.0, integers as the double of the same bits.
    """
    engine, results = _engine(function, machine)
    n = len(columns[0])
    padded = n + -n % machine.lanes
    data = [(ctypes.c_double * padded)(*column) for column in columns]
    pointers = (ctypes.c_void_p * len(data))(*map(ctypes.addressof, data))
    loop = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64)
    found = []
    for k in range(results):
        out = (ctypes.c_double * padded)()
        loop(engine.get_function_address(f"loop{k}"))(out, pointers, padded)
        found.append(out[:n])
    return found[0] if results == 1 else list(zip(*found))


@cache
def _engine(function: Function, machine: Machine) -> tuple[Any, int]:
    """The compiled loops of a function, one for each of its results (kept alive by the cache)."""
    lanes, given = machine.lanes, signature(function).parameters.values()
    parameters = tuple(p.name for p in given if p.default is p.empty)
    texts, needed, called, k, results = [], set(), set(), 0, 1
    while k < results:
        b = Builder(lanes)
        answer = function(*[Vector(b, f"%{p}") for p in parameters])
        answers = answer if isinstance(answer, tuple) else (answer,)
        results = len(answers)
        b.ret(_as_vector(answers[k]))
        texts += [b.function(f"body{k}", parameters), _loop(k, parameters, lanes)]
        needed |= b.declarations
        called |= b.functions
        k += 1
    needed |= declarations(called, lanes)
    text = "\n".join([*sorted(needed), definitions(called, lanes), *texts])
    return compiled(text, machine.host), results


def _as_vector(answer: Vector | IntVector | Mask) -> Vector:
    if isinstance(answer, Mask):
        return where(answer, Vector(answer.builder, "splat (double 1.0)"), 0.0)
    return answer.as_double() if isinstance(answer, IntVector) else answer


def _loop(k: int, parameters: Sequence[str], lanes: int) -> str:
    """A function that calls ``body`` on columns, some lanes at a time."""
    b = Builder(lanes)
    for i, _ in enumerate(parameters):
        b.lines += [
            f"  %a{i} = getelementptr ptr, ptr %in, i64 {i}",
            f"  %c{i} = load ptr, ptr %a{i}",
            f"  %p{i} = getelementptr double, ptr %c{i}, i64 %i",
        ]
    xs = [Vector(b, b.emit(f"load {b.double}, ptr %p{i}, align 8")) for i in range(len(parameters))]
    y = b.call(f"body{k}", *xs)
    lines = "\n".join(b.lines)
    return f"""
define void @loop{k}(ptr %out, ptr %in, i64 %n) {{
entry:
  br label %head
head:
  %i = phi i64 [0, %entry], [%next, %head]
{lines}
  %q = getelementptr double, ptr %out, i64 %i
  store {b.double} {y.text}, ptr %q, align 8
  %next = add i64 %i, {lanes}
  %more = icmp slt i64 %next, %n
  br i1 %more, label %head, label %done
done:
  ret void
}}"""


def compiled(text: str, host: bool) -> Any:
    """The engine that holds a module's machine code."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(text)
    module.verify()
    plain = "x86-64" if platform.machine().lower() in ("x86_64", "amd64") else "generic"
    cpu = llvm.get_host_cpu_name() if host else plain
    features = llvm.get_host_cpu_features().flatten() if host else ""
    target = llvm.Target.from_default_triple().create_target_machine(
        cpu=cpu, features=features, opt=1
    )
    options = llvm.create_pipeline_tuning_options(speed_level=1)
    builder = llvm.create_pass_builder(target, options)
    builder.getModulePassManager().run(module, builder)
    engine = llvm.create_mcjit_compiler(module, target)
    engine.finalize_object()
    return engine


# --- points ---


def from_bits(rng: random.Random) -> float:
    """Any finite double, each exponent as likely as another."""
    x = ctypes.c_double.from_buffer(ctypes.c_uint64(rng.getrandbits(64))).value
    return x if math.isfinite(x) else 1.0


@cache
def points(low: float = -inf, high: float = inf, seed: int = 0) -> tuple[float, ...]:
    """Some thousands of points from ``low`` to ``high``, the same in each run."""
    rng = random.Random(seed)
    xs = [from_bits(rng) for _ in range(500)]
    for size in (1e-8, 0.01, 1.0, 2.0, 7.0, 40.0, 750.0, 1e6):
        xs += [rng.uniform(-size, size) for _ in range(80)]
    special = [0.5, 1.0, 2.0**-0.5, 2.0**0.5, 0.25, 2.0**-1022, 1e6, 2.0**28, 2.0**100]
    special += [math.tan(math.pi / 8), math.tan(3 * math.pi / 8), 20.0, 22.0, 6.0, 36.7, 37.4]
    special += [708.396, 709.782712893384, 710.4758600739439, 744.44, 745.1332191019412, 1022.0]
    special += [k * math.log(2) / 2 for k in (1, 2, 3, 5, 51, 107, 1001, 2043, 2047, 2099)]
    special += [rng.randrange(1, 636000) * math.pi / 2 for _ in range(60)]
    for x in special:
        near = [x, math.nextafter(x, 0.0), math.nextafter(x, inf)]
        near += [x * (1 + rng.uniform(-1, 1) * 2.0 ** rng.uniform(-50, -8)) for _ in range(4)]
        xs += [sign * y for y in near for sign in (1, -1)]
    return tuple(x for x in xs if low <= x <= high)


# --- the truth ---


class Case(NamedTuple):
    """A function on vectors, the true one, where it is finite and real, and its error in ulps."""

    function: Function
    reference: Function
    bound: float
    low: float = -inf
    high: float = inf


@cache
def truth(reference: Function, *columns: tuple[float, ...]) -> list[tuple[float, float]]:
    """The true value at each point, as a sum of two doubles."""
    with mp.workprec(PRECISION):
        return [two_doubles(reference(*map(mp.mpf, point))) for point in zip(*columns)]


def two_doubles(value: Any) -> tuple[float, float]:
    """A number of many bits as a sum of two doubles; infinite beyond the largest."""
    high = math.copysign(inf, value) if abs(value) > huge else float(value)
    return high, 0.0 if math.isinf(high) else float(value - high)


def ulps(got: float, high: float, low: float = 0.0) -> float:
    """The error in units of the last place of the true value ``high`` + ``low``."""
    if math.isinf(high) or not math.isfinite(got):
        return 0.0 if got == high else inf
    return abs((got - high) - low) / math.ulp(high)


def worst(case: Case, machine: Machine) -> tuple[float, float]:
    """The largest error in ulps, and where it is."""
    xs = points(case.low, case.high)
    rows = zip(xs, run(case.function, machine, xs), truth(case.reference, xs), strict=True)
    return max((ulps(y, *true), x) for x, y, true in rows)


def assert_accurate(case: Case, machine: Machine) -> None:
    """The function is within the bound of the true one wherever that is finite and real."""
    error, x = worst(case, machine)
    assert error <= case.bound, f"{case.function.__name__}({x!r}) is {error:.2f} ulp off"


def assert_values(
    function: Function, pairs: Iterable[tuple[float, float]], machine: Machine
) -> None:
    """The function's value is exactly this, the sign of a zero included."""
    xs, wanted = zip(*pairs)
    for x, got, want in zip(xs, run(function, machine, xs), wanted, strict=True):
        assert same(got, want), f"{function.__name__}({x!r}) is {got!r}, should be {want!r}"


# --- values that several functions share ---

NAN = (nan, nan)
ODD = [NAN, (0.0, 0.0), (-0.0, -0.0)]
SMALL = [*ODD, (tiny, tiny), (-tiny, -tiny), (2.0**-1022, 2.0**-1022)]  # f(x) = x near 0
