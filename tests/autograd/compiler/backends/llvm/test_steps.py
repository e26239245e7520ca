"""Random functions, found as loops, against what their recording means."""

import random
from typing import Any

import pytest

import autograd as ag
from autograd import Value, functions
from autograd.compiler.loops.find import apart, find
from autograd.compiler.loops.simplify import simplified
from autograd.compiler.record import record
from autograd.ops import OPS
from tests.autograd.compiler.backends.llvm.conftest import Native
from tests.loops import disagreement
from tests.programs import INTO


def random_function(rng: random.Random, parameters: list[Value]) -> Any:
    """Layers over whatever came before: maps, sums, outer products, matrices, some irregular."""
    seed = rng.randrange(10**9)

    def f(*x: Any) -> Any:
        rng = random.Random(seed)
        pools: list[list[Any]] = [list(x), list(parameters)]
        for _ in range(rng.randint(2, 7)):
            a, b, c = (_chosen(rng, pools) for _ in range(3))
            kind = rng.choice([_map, _outer, _matrix, _chain])
            new = [v for v in kind(rng, a, b, c) if isinstance(v, Value)]
            pools.append(new or [x[0] * 1.5])
        total = ag.sum([ag.sum([ag.tanh(v) for v in pool]) for pool in pools[2:]])
        return [total + x[0] * parameters[0], *pools[-1], *pools[2][:3]]

    return f


def _chosen(rng: random.Random, pools: list[list[Any]]) -> list[Any]:
    pool, count = rng.choice(pools), rng.choice([1, 2, 3, 5, 8, 9, 12, 17, 25])
    start, step = rng.randrange(len(pool)), rng.choice([0, 1, 1, 1, 2])
    if rng.random() < 0.15:
        return [rng.choice(pool) for _ in range(count)]
    return [pool[(start + step * i) % len(pool)] for i in range(count)]


def _map(rng: random.Random, a: list[Any], b: list[Any], c: list[Any]) -> list[Any]:
    row = OPS[rng.choice(functions.__all__)]
    columns = zip(a, b, c * 25)
    into = [[INTO[domain](v) for domain, v in zip(row.domain, vs)] for vs in columns]
    return [getattr(ag, row.name)(*vs) for vs in into]


def _outer(rng: random.Random, a: list[Any], b: list[Any], c: list[Any]) -> list[Any]:
    return [p * q for p in a[:9] for q in b[:9]]


def _matrix(rng: random.Random, a: list[Any], b: list[Any], c: list[Any]) -> list[Any]:
    rows = range(rng.choice([1, 3, 8, 10]))
    return [
        0.1 * ag.sum([c[(i * len(a) + k) % len(c)] * v for k, v in enumerate(a)]) + b[i % len(b)]
        for i in rows
    ]


def _chain(rng: random.Random, a: list[Any], b: list[Any], c: list[Any]) -> list[Any]:
    return [ag.tanh(p * q - s) for p, q, s in zip(a, b, c * 25)]


@pytest.mark.parametrize("seed", range(12))
def test_random_functions_are_computed_as_they_were_recorded(seed: int, native: Native) -> None:
    rng = random.Random(seed)
    gradient, inputs = rng.random() < 0.7, rng.randint(1, 6)
    parameters = [Value(rng.uniform(-1, 1)) for _ in range(rng.randint(1, 40))]
    made = record(random_function(rng, parameters), inputs, gradient=gradient)
    way = apart if rng.random() < 0.2 else find
    loops = simplified(way(made.program, seeded=gradient))
    sums = 1 + len(made.parameters) if gradient else 0
    examples = rng.choice([1, 2, 3, 5, 8, 9, 16, 17, 31])
    assert disagreement(native(loops, sums), loops, sums, examples) < 1e-9
