"""Surfaces: places and heights, noise, seeds."""

import math
from random import Random

import pytest

from nn import surface
from nn.data.surfaces import HALF_WIDTH, SURFACES

HEIGHTS = {
    "plane": lambda a, b: (a + b) / 2,
    "saddle": lambda a, b: a * b / 2,
    "bump": lambda a, b: math.exp(-(a**2) - b**2),
    "waves": lambda a, b: (math.sin(2 * a) + math.sin(2 * b)) / 2,
    "hills": lambda a, b: math.sin(2 * a) * math.sin(2 * b),
    "ripple": lambda a, b: math.cos(a**2 + b**2),
}


@pytest.mark.parametrize("name", SURFACES)
def test_heights_at_drawn_places(name):
    X, y = surface(name, n=20, rng=3)
    assert len(X) == len(y) == 20
    assert y == pytest.approx([HEIGHTS[name](a, b) for a, b in X], rel=1e-12, abs=1e-15)
    assert all(abs(a) <= HALF_WIDTH for row in X for a in row)
    assert max(abs(a) for row in X for a in row) > HALF_WIDTH / 2


def test_noise_is_added_to_the_heights_alone():
    (X, plain), (noisy_X, noisy) = (
        surface("waves", 4, noise, rng=Random(1)) for noise in (0.0, 0.5)
    )
    assert X[0] == noisy_X[0]
    source = Random(1)
    source.random(), source.random()
    assert noisy[0] == plain[0] + 0.5 * source.gauss(0.0, 1.0)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"unknown surface 'wave' .*'waves'"):
        surface("wave")
    with pytest.raises(ValueError, match="the number of points"):
        surface("waves", 1)
    with pytest.raises(ValueError, match="noise is a standard deviation"):
        surface("waves", noise=-1.0)
