"""The page's source of randomness beside Python's own."""

from random import Random
from typing import Any

import pytest

from tests.node import answer

PAGE = "nn/playground/page/training"
SEEDS = [0, 1, -5, 2**32, 12345678901234567890123456789]


def _drawn(source: Random) -> dict[str, Any]:
    order = [*range(50)]
    source.shuffle(order)
    return {
        "order": order,
        "random": [source.random() for _ in range(1500)],  # more than there are words
        "bits": [source.getrandbits(k) for k in (1, 5, 31, 32)],
        "uniform": source.uniform(-3.0, 2.0),
        "gauss": [source.gauss(1.0, 2.0) for _ in range(1001)],
        "last": source.random(),
    }


DRAWN = """
return given.map((seed) => {
  const source = new Random(seed);
  const order = Array.from({ length: 50 }, (_, i) => i);
  const times = (n, f) => Array.from({ length: n }, f);
  source.shuffle(order);
  return {
    order,
    random: times(1500, () => source.random()),
    bits: [1, 5, 31, 32].map((k) => source.getrandbits(k)),
    uniform: source.uniform(-3, 2),
    gauss: times(1001, () => source.gauss(1, 2)),
    last: source.random(),
  };
});
"""


def test_the_numbers_are_pythons() -> None:
    found = answer([f"{PAGE}/random.js"], DRAWN, [str(seed) for seed in SEEDS])
    for seed, numbers in zip(SEEDS, found):
        expected = _drawn(Random(seed))
        mine, theirs = numbers.pop("gauss"), expected.pop("gauss")
        assert numbers == expected
        assert mine == pytest.approx(theirs, rel=0.0, abs=2e-15)
        # the C library's logarithm, sine and cosine are not rounded right everywhere
        assert sum(a != b for a, b in zip(mine, theirs)) < 20


def test_a_state_goes_on_where_it_was() -> None:
    script = """
    const source = new Random(3);
    source.gauss(0, 1);
    const state = source.state();
    const next = () => [source.gauss(0, 1), source.random(), source.gauss(0, 1)];
    const first = next();
    source.restore(state);
    return [first, next()];
    """
    first, second = answer([f"{PAGE}/random.js"], script)
    assert first == second
