"""Schedules: closed forms, how they print, and training with them."""

import itertools
import math

import pytest

from autograd import GraphError, Value
from nn import SGD, constant, cosine, exponential, inverse_sqrt, step_decay, warmup

SCHEDULES = [
    constant(0.1),
    inverse_sqrt(0.1),
    step_decay(0.1, every=7),
    exponential(0.1, 0.9),
    cosine(0.1, steps=50),
]


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda s: s.__name__)
def test_it_begins_at_the_rate_and_never_rises_or_falls_below_zero(schedule):
    rates = [schedule(step) for step in range(120)]
    assert rates[0] == 0.1
    assert all(a >= b >= 0.0 for a, b in itertools.pairwise(rates))


@pytest.mark.parametrize("step", [0, 1, 8, 99, 12345])
def test_closed_forms(step):
    assert constant(0.3)(step) == 0.3
    assert inverse_sqrt(0.3)(step) == pytest.approx(0.3 / (step + 1) ** 0.5, rel=1e-15)
    assert step_decay(0.3, 8, 0.1)(step) == pytest.approx(0.3 * 0.1 ** (step // 8), rel=1e-15)
    assert exponential(0.3, 0.9)(step) == pytest.approx(0.3 * math.exp(step * math.log(0.9)))


def test_cosine_is_half_a_wave_and_then_flat():
    rate = cosine(0.5, steps=60, final=0.1)
    assert [rate(t) for t in (0, 30, 60, 61, 1000)] == pytest.approx([0.5, 0.3, 0.1, 0.1, 0.1])
    assert rate(20) == pytest.approx(0.1 + 0.2 * (1 + 0.5))
    assert rate(10) + rate(50) == pytest.approx(0.6)


def test_inverse_sqrt_has_an_infinite_sum_and_step_decay_a_finite_one():
    assert sum(inverse_sqrt(1.0)(t) for t in range(10_000)) == pytest.approx(2 * 100, rel=0.01)
    assert sum(step_decay(1.0, 10)(t) for t in range(10_000)) == pytest.approx(20.0)


def test_warmup_is_a_line_up_to_what_follows():
    rate = warmup(5, then=cosine(0.5, steps=10))
    assert [rate(t) for t in range(5)] == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])
    assert [rate(5 + t) for t in range(12)] == [cosine(0.5, steps=10)(t) for t in range(12)]
    assert warmup(1, then=0.5)(0) == 0.5


def test_it_prints_as_the_call_that_made_it():
    rate = warmup(10, then=cosine(0.1, steps=90))
    shown = "SGD(lr=warmup(10, then=cosine(0.1, steps=90)), momentum=0.0, nesterov=False)"
    assert repr(SGD(rate)) == shown


@pytest.mark.parametrize("make", [constant, inverse_sqrt, exponential])
def test_every_schedule_has_a_name_of_its_own(make):
    assert make(0.1).__name__ == f"{make.__name__}(0.1)"
    assert make(lr=0.1).__name__ == f"{make.__name__}(lr=0.1)"
    assert step_decay(0.1, every=7).__name__ == "step_decay(0.1, every=7)"


def test_defaults_halve_lose_a_hundredth_and_end_at_nothing():
    assert step_decay(0.8, 3)(3) == 0.4
    assert exponential(1.0)(1) == 0.99
    assert cosine(0.8, 4)(4) == 0.0


def test_an_optimiser_follows_it():
    p, optimizer = Value(0.0), SGD(step_decay(1.0, every=2))
    for _ in range(5):
        p.grad = -1.0
        optimizer.step([p])
    assert p.data == 1 + 1 + 0.5 + 0.5 + 0.25


def test_a_decaying_rate_settles_where_a_constant_one_keeps_rattling():
    """Gradients ±1 around the minimum of |w|: the constant rate jumps to and fro for ever."""

    def rattle(rate):
        p, optimizer = Value(0.3), SGD(rate)
        for _ in range(400):
            p.grad = math.copysign(1.0, p.data)
            optimizer.step([p])
        return abs(p.data)

    assert rattle(constant(0.4)) > 0.09
    assert rattle(inverse_sqrt(0.4)) < 0.03
    assert rattle(cosine(0.4, steps=400)) < 1e-3


@pytest.mark.parametrize("n", [0, -1, 2.0, True, "3"])
@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("steps", lambda n: cosine(0.1, n)),
        ("every", lambda n: step_decay(0.1, n)),
        ("steps", lambda n: warmup(n, 0.1)),
    ],
)
def test_a_number_of_steps_is_whole_and_positive(name, make, n):
    with pytest.raises(GraphError, match=f"^{name}.* is a whole number from 1 on"):
        make(n)


def test_a_rate_below_zero_is_named_at_the_step():
    with pytest.raises(ValueError, match=r"lr\(0\) is a number from 0 on, got -0\.1"):
        SGD(constant(-0.1)).rate()
