"""Every vector function against mpmath, for several widths, with and without fused arithmetic.

Each machine (lanes, CPU) gets one module with a loop over each function.  The points are fixed
by seeds: random bit patterns over all exponents, uniform points, and the neighbourhoods of the
places where a method changes from one case to another.
"""

from __future__ import annotations

import ctypes
import math
import platform
import random
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest

from autograd.compiler.backends.llvm import vectormath
from autograd.compiler.backends.llvm.lanes import copysign, floor, maximum, minimum, rint, where
from autograd.compiler.backends.llvm.vectormath import declarations, definitions
from autograd.compiler.backends.llvm.vectors import Builder, Vector

llvm = pytest.importorskip("llvmlite.binding")
mp = pytest.importorskip("mpmath")

inf, nan, tiny, huge = math.inf, math.nan, 5e-324, 1.7976931348623157e308
PRECISION = 140  # bits of the reference


class Machine(NamedTuple):
    lanes: int
    host: bool  # else the plainest CPU of the architecture, without fused multiply-add


MACHINES = [Machine(lanes, host) for lanes in (1, 4, 8) for host in (True, False)]

BOUNDS = dict.fromkeys(sorted(vectormath.NAMES), 4.0)
BOUNDS |= dict.fromkeys(("exp", "log", "softplus", "sin", "cos"), 2.0)

REFERENCES: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "exp2": lambda x: mp.power(2, x),
    "log2": lambda x: mp.log(x) / mp.log(2),
    "pow": mp.power,
}

NAN, ZERO = (nan, nan), (0.0, 0.0)
ODD = [NAN, ZERO, (-0.0, -0.0)]
SMALL = [*ODD, (tiny, tiny), (-tiny, -tiny), (2.0**-1022, 2.0**-1022)]  # f(x) = x near 0
SATURATED = [(inf, 1.0), (1000.0, 1.0), (-1000.0, -1.0), (-inf, -1.0)]
UNBOUNDED = [(inf, inf), (-inf, -inf), (1000.0, inf), (-1000.0, -inf)]
LOG = [NAN, (0.0, -inf), (-0.0, -inf), (-tiny, nan), (-1.0, nan), (-inf, nan), (inf, inf)]
ANGLE = [(inf, nan), (-inf, nan)]
SPECIAL: dict[str, list[tuple[float, float]]] = {
    "exp": [NAN, (0.0, 1.0), (-0.0, 1.0), (inf, inf), (-inf, 0.0), (1000.0, inf), (-1000.0, 0.0)],
    "exp2": [NAN, (-0.0, 1.0), (inf, inf), (-inf, 0.0), (1024.0, inf), (-1074.0, tiny)],
    "expm1": [*SMALL, (inf, inf), (1000.0, inf), (-1000.0, -1.0), (-inf, -1.0)],
    "sinh": [*SMALL, *UNBOUNDED],
    "cosh": [NAN, (-0.0, 1.0), (inf, inf), (-inf, inf), (-1000.0, inf)],
    "tanh": [*SMALL, *SATURATED],
    "erf": [*ODD, *SATURATED],
    "sigmoid": [NAN, (-0.0, 0.5), (inf, 1.0), (-inf, 0.0), (1000.0, 1.0), (-1000.0, 0.0)],
    "softplus": [NAN, (inf, inf), (-inf, 0.0), (1000.0, 1000.0), (-1000.0, 0.0), (huge, huge)],
    "log": [*LOG, (1.0, 0.0)],
    "log2": [*LOG, (1.0, 0.0), (tiny, -1074.0), (8.0, 3.0), (2.0**1023, 1023.0)],
    "log10": [*LOG, (1.0, 0.0)],
    "log1p": [*SMALL, (-1.0, -inf), (-2.0, nan), (-inf, nan), (inf, inf)],
    "asinh": [*SMALL, (inf, inf), (-inf, -inf)],
    "acosh": [NAN, (1.0, 0.0), (0.5, nan), (-5.0, nan), (-1e300, nan), (-inf, nan), (inf, inf)],
    "atanh": [*SMALL, (1.0, inf), (-1.0, -inf), (2.0, nan), (-2.0, nan), (inf, nan), (-inf, nan)],
    "sin": [*SMALL, *ANGLE],
    "cos": [NAN, (-0.0, 1.0), *ANGLE],
    "tan": [*SMALL, *ANGLE],
    "asin": [*SMALL, (1.5, nan), (-1.5, nan), (inf, nan)],
    "acos": [NAN, (1.0, 0.0), (1.5, nan), (-1.5, nan), (inf, nan)],
    "atan": [*SMALL, (inf, math.pi / 2), (-inf, -math.pi / 2)],
}


@cache
def machine_code(names: tuple[str, ...], machine: Machine) -> Any:
    """The compiled loops over these functions (kept alive by the cache)."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    lanes = machine.lanes
    loops = [loop(name, lambda b, *xs, name=name: b.call(name, *xs), lanes) for name in names]
    text = [*sorted(declarations(names, lanes)), definitions(names, lanes), *loops]
    return compiled("\n".join(text), machine.host)


def loop(name: str, body: Callable[..., Vector], lanes: int) -> str:
    """A function that applies the body to n numbers (pairs for pow), some lanes at a time."""
    b = Builder(lanes)
    arity = 2 if name == "pow" else 1
    b.lines += [f"  %p{k} = getelementptr double, ptr %in{k}, i64 %i" for k in range(arity)]
    xs = [Vector(b, b.emit(f"load {b.double}, ptr %p{k}, align 8")) for k in range(arity)]
    y = body(b, *xs)
    lines = "\n".join(b.lines)
    return f"""
define void @loop_{name}(ptr %out, ptr %in0, ptr %in1, i64 %n) {{
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


def run(engine: Any, name: str, *columns: list[float]) -> list[float]:
    """The function at each point."""
    n = len(columns[0])
    padded = n + -n % 8
    data = [(ctypes.c_double * padded)(*column) for column in columns]
    out = (ctypes.c_double * padded)()
    kind = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 3, ctypes.c_int64)
    kind(engine.get_function_address(f"loop_{name}"))(out, data[0], data[-1], padded)
    return out[:n]


def apply(name: str, machine: Machine, *columns: list[float]) -> list[float]:
    return run(machine_code(tuple(BOUNDS), machine), name, *columns)


def from_bits(rng: random.Random) -> float:
    x = ctypes.c_double.from_buffer(ctypes.c_uint64(rng.getrandbits(64))).value
    return x if math.isfinite(x) else 1.0


@cache
def points(name: str) -> list[float]:
    """Some two thousand points, the same in each run."""
    rng = random.Random(name)
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
    return xs


@cache
def reference(name: str) -> list[tuple[float, float, float]]:
    """x, and the true value as a sum of two doubles, wherever the function is finite and real."""
    function = REFERENCES.get(name) or getattr(mp, name)
    rows = []
    with mp.workprec(PRECISION):
        for x in points(name):
            if in_domain(name, x):
                high, low = two_doubles(function(mp.mpf(x)))
                rows.append((x, high, low))
    return rows


def in_domain(name: str, x: float) -> bool:
    """Whether the function is finite and real (and cheap for mpmath) at x."""
    if name in ("exp", "exp2", "expm1", "sinh", "cosh", "sigmoid"):
        return abs(x) < 1100
    limits = {"log": (tiny, inf), "log2": (tiny, inf), "log10": (tiny, inf), "acosh": (1, inf)}
    limits |= {"log1p": (math.nextafter(-1, 0), inf), "asin": (-1, 1), "acos": (-1, 1)}
    limits |= {"atanh": (math.nextafter(-1, 0), math.nextafter(1, 0)), "softplus": (-1100, inf)}
    low, high = limits.get(name, (-inf, inf))
    return low <= x <= high


def two_doubles(value: Any) -> tuple[float, float]:
    high = math.copysign(inf, value) if abs(value) > huge else float(value)
    return high, 0.0 if math.isinf(high) else float(value - high)


def ulps(got: float, high: float, low: float) -> float:
    """The error in units of the last place of the true value."""
    if math.isinf(high) or not math.isfinite(got):
        return 0.0 if got == high else inf
    return abs((got - high) - low) / math.ulp(high)


def same(got: float, want: float) -> bool:
    """Equal, the sign of zero included; nan is the same as nan."""
    if math.isnan(want) or math.isnan(got):
        return math.isnan(want) and math.isnan(got)
    return got == want and math.copysign(1.0, got) == math.copysign(1.0, want)


@pytest.mark.parametrize("machine", MACHINES, ids=str)
@pytest.mark.parametrize("name", sorted(vectormath.NAMES - {"pow"}))
def test_error_is_within_the_bound(name: str, machine: Machine) -> None:
    rows = reference(name)
    got = apply(name, machine, [x for x, _, _ in rows])
    error, x = max((ulps(y, h, w), x) for y, (x, h, w) in zip(got, rows, strict=True))
    assert error <= BOUNDS[name], f"{name}({x!r}) is {error:.2f} ulp off"


@pytest.mark.parametrize("machine", MACHINES, ids=str)
@pytest.mark.parametrize("name", sorted(SPECIAL))
def test_special_values(name: str, machine: Machine) -> None:
    xs, wanted = [x for x, _ in SPECIAL[name]], [y for _, y in SPECIAL[name]]
    for x, got, want in zip(xs, apply(name, machine, xs), wanted, strict=True):
        assert same(got, want), f"{name}({x!r}) is {got!r}, should be {want!r}"


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_pow(machine: Machine) -> None:
    rng = random.Random(1)
    xs = [abs(from_bits(rng)) for _ in range(300)] + [rng.uniform(0.0, 3.0) for _ in range(300)]
    xs += [1 + rng.uniform(-1, 1) * 2.0 ** rng.uniform(-50, -1) for _ in range(300)]
    ys = [rng.uniform(-740.0, 705.0) / (math.log(x) or 1.0) for x in xs]
    xs += [rng.uniform(-30.0, 30.0) for _ in range(300)]
    ys += [float(rng.randrange(-300, 300)) for _ in range(300)]
    with mp.workprec(PRECISION):
        wanted = [two_doubles(mp.power(x, y)) for x, y in zip(xs, ys, strict=True)]
    got = apply("pow", machine, xs, ys)
    for x, y, z, true in zip(xs, ys, got, wanted, strict=True):
        assert ulps(z, *true) <= BOUNDS["pow"], f"pow({x!r}, {y!r}) is not {z!r}"


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_pow_at_special_values(machine: Machine) -> None:
    values = [0.0, tiny, 0.5, 1.0, 2.0, 2.5, 3.0, 2.0**52 + 1, 2.0**53 + 2, huge, inf, nan]
    values += [-x for x in values]
    pairs = [(x, y) for x in values for y in values]
    got = apply("pow", machine, [x for x, _ in pairs], [y for _, y in pairs])
    for (x, y), z in zip(pairs, got, strict=True):
        want = ieee_pow(x, y)
        assert same(z, want) or ulps(z, want, 0.0) <= BOUNDS["pow"], (x, y, z, want)


def ieee_pow(x: float, y: float) -> float:
    """Python's pow, with infinities and nan for the errors it raises."""
    odd = y % 2 == 1
    try:
        return math.pow(x, y)
    except ValueError:
        return math.copysign(inf, x if odd else 1.0) if x == 0.0 else nan
    except OverflowError:
        return math.copysign(inf, x if odd else 1.0)


def test_the_tables_are_what_fit_computes() -> None:
    from autograd.compiler.backends.llvm.vectormath import fit, tables

    for name, row in fit.FITS.items():
        assert list(getattr(tables, name)) == fit.fit(row), name
    for name, numbers in fit.constants().items():
        assert list(getattr(tables, name)) == numbers, name


def test_each_definition_is_given_once() -> None:
    text = definitions(["tanh", "exp", "tanh"], 4)
    assert text.count("define internal") == 2
    assert "@ag_exp_v4(<4 x double> %x)" in text


OPERATIONS: dict[str, tuple[Callable[[Any], Any], Callable[[float], float]]] = {
    "add": (lambda x: 1 + (x + 2.0), lambda x: 1 + (x + 2.0)),
    "sub": (lambda x: 1 - (x - 2.0), lambda x: 1 - (x - 2.0)),
    "mul": (lambda x: 3 * (x * 0.1), lambda x: 3 * (x * 0.1)),
    "div": (lambda x: 1 / (x / 3 + 7.1), lambda x: 1 / (x / 3 + 7.1)),
    "square": (lambda x: -(x**2), lambda x: -(x * x)),
    "power": (lambda x: 2**x, lambda x: 2**x),
    "where": (lambda x: where(x > 0, x, 0.5 * x), lambda x: x if x > 0 else 0.5 * x),
    "truth": (lambda x: where(x, 1.0, -1.0), lambda x: 1.0 if x else -1.0),
    "both": (lambda x: where(~(x >= 1) & (x > -1), x, 9), lambda x: x if -1 < x < 1 else 9.0),
    "either": (lambda x: where((x < -1) | (x <= -2), 1, 0), lambda x: 1.0 if x < -1 else 0.0),
    "maximum": (lambda x: maximum(x, 0.5), lambda x: max(x, 0.5)),
    "minimum": (lambda x: minimum(0.5, x), lambda x: min(0.5, x)),
    "rint": (rint, lambda x: math.copysign(round(x), x)),
    "floor": (floor, lambda x: math.copysign(math.floor(x), x)),
    "copysign": (lambda x: copysign(3.0, +x), lambda x: math.copysign(3.0, x)),
    "libm": (lambda x: x.builder.call_scalar("atan2", x, 2), lambda x: math.atan2(x, 2)),
}


@pytest.mark.parametrize("machine", MACHINES, ids=str)
def test_vectors_compute_as_floats_do(machine: Machine) -> None:
    lanes = machine.lanes
    loops = [loop(name, lambda b, x, f=f: f(x), lanes) for name, (f, _) in OPERATIONS.items()]
    bodies = Builder(lanes)
    for vector_form, _ in OPERATIONS.values():
        vector_form(Vector(bodies, "%x"))
    needed = bodies.declarations | declarations(bodies.functions, lanes)
    text = [*sorted(needed), definitions(bodies.functions, lanes), *loops]
    engine = compiled("\n".join(text), machine.host)
    xs = [-3.0, -2.5, -1.5, -1.0, -0.5, -0.3, -0.0, 0.0, 0.49999999999999994, 0.5, 1.5, 2.5, 3.7]
    for name, (_, scalar_form) in OPERATIONS.items():
        for x, got in zip(xs, run(engine, name, xs), strict=True):
            want = scalar_form(x)
            assert same(got, want) or abs(got - want) <= math.ulp(want), (name, x, got, want)


def test_a_vector_has_no_truth_value() -> None:
    x = Vector(Builder(2), "%x")
    with pytest.raises(TypeError, match="where"):
        bool(0 < x < 1)
