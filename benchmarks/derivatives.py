"""Time sparse Hessians, Taylor coefficients and implicit derivatives, beside other ways.

    python -m benchmarks.derivatives [sparse] [taylor]

Sparse: the tridiagonal Hessian of a sum over n neighbours. "ours" and "dense" begin anew at each
call (a plain function, recorded, coloured, swept); "compiled" is ours in a compiled function; JAX's
is dense and jitted, CasADi's sparse. What these three take until they are ready stands last.
Taylor: coefficients of tan(exp(sin x)) by one sweep, and by nesting ``grad``.

All results are held to one another before anything is timed; figures are the best of a few calls.
"""

import math
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

import autograd as ag

CALLS = 5
WARM = 1100  # calls after which a compiled function runs as machine code


def best(call: Callable[[], Any], calls: int = CALLS) -> float:
    """The milliseconds of the fastest of a few calls."""
    seconds = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return 1e3 * min(seconds)


def energy(x: Any) -> Any:
    """A sum over neighbours, in this engine."""
    return ag.sum(100 * (b - a * a) ** 2 + ag.exp(0.1 * a) for a, b in pairwise(x))


def jax_hessian(x: np.ndarray) -> tuple[Callable[[], Any], float]:
    """JAX's dense Hessian, and the milliseconds until it is there."""
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    start = time.perf_counter()

    def f(x: Any) -> Any:
        return jnp.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + jnp.exp(0.1 * x[:-1]))

    hessian = jax.jit(jax.hessian(f))
    call = lambda: np.asarray(hessian(x).block_until_ready())  # noqa: E731
    call()
    return call, 1e3 * (time.perf_counter() - start)


def casadi_hessian(x: np.ndarray) -> tuple[Callable[[], Any], float]:
    """CasADi's sparse Hessian, and the milliseconds until it is there."""
    import casadi

    start = time.perf_counter()
    v = casadi.SX.sym("x", len(x))
    f = sum(100 * (v[i + 1] - v[i] ** 2) ** 2 + casadi.exp(0.1 * v[i]) for i in range(len(x) - 1))
    function = casadi.Function("h", [v], [casadi.hessian(f, v)[0]])
    function(x)
    return lambda: function(x), 1e3 * (time.perf_counter() - start)


def compiled_hessian(x: np.ndarray) -> tuple[Callable[[], Any], float]:
    """Our sparse Hessian as a compiled function of numbers, and the milliseconds until it is."""
    start, numbers = time.perf_counter(), x.tolist()
    entries = ag.hessian(energy, sparse=True)
    compiled = ag.compile(lambda *x: list(entries(x).data), inputs=len(x))
    for _ in range(WARM):
        compiled(*numbers)
    return lambda: compiled(*numbers), 1e3 * (time.perf_counter() - start)


def sparse() -> None:
    """The table of Hessians."""
    print(
        "tridiagonal Hessian, ms        ours     dense  compiled |  JAX dense |    CasADi   (ready)"
    )
    for n in (200, 1000, 2000):
        x = 1 + 0.3 * np.linspace(0, 1, n)
        ours, dense = (partial(ag.hessian(energy, sparse=way), x) for way in (True, False))
        found = [make(x) for make in (compiled_hessian, jax_hessian, casadi_hessian)]
        (compiled, _), (jax, _), (casadi, _) = found
        matrix = ours().toarray()
        assert np.allclose(compiled(), ours().data, rtol=1e-12)
        assert np.allclose(matrix, jax(), rtol=1e-12)
        assert np.allclose(matrix, np.array(casadi()), rtol=1e-12)
        times = [best(ours), best(dense, 1), best(compiled), best(jax), best(casadi)]
        print(f"n = {n:<20}" + "".join(f"{ms:11.3f}" for ms in times), end="   ")
        print(", ".join(f"{ready:.0f}" for _, ready in found))


def tangled(x: Any) -> Any:
    """A function of one number."""
    return ag.tan(ag.exp(ag.sin(x)))


def taylor() -> None:
    """The table of Taylor coefficients."""
    print("Taylor coefficients, ms    one sweep   nested grad")
    nested: Callable[[Any], Any] = tangled
    for order in (1, 2, 3, 4, 5, 6, 10, 20, 30):
        series = partial(ag.taylor, tangled, 0.1, order)
        slow = "-"
        if order <= 6:
            nested = ag.grad(nested)
            exact = nested(0.1) / math.factorial(order)
            assert math.isclose(series()[order], exact, rel_tol=1e-10)
            slow = f"{best(partial(nested, 0.1)):.2f}"
        print(f"order {order:<18}{best(series):12.3f} {slow:>13}")


if __name__ == "__main__":
    for table in sys.argv[1:] or ("sparse", "taylor"):
        {"sparse": sparse, "taylor": taylor}[table]()
