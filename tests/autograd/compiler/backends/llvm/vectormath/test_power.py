"""pow: accuracy, the special cases of IEEE 754, and the sums and products of two doubles."""

import math
import random
from fractions import Fraction
from itertools import product

from autograd.compiler.backends.llvm.vectormath.power import (
    THIRD_LOW,
    Pair,
    exp_of_pair,
    log_pair,
    pow,
    power_of_size,
    quotient,
    renormalised,
    times,
    two_product,
    two_sum,
)
from tests.programs import same
from tests.vectors import (
    Machine,
    each_machine,
    from_bits,
    huge,
    inf,
    mp,
    nan,
    run,
    tiny,
    truth,
    ulps,
)

BOUND = 1.5  # ulps
RNG = random.Random(0)
NUMBERS = [RNG.uniform(-1, 1) * 2.0 ** RNG.uniform(-60, 60) for _ in range(400)]
OTHERS = [RNG.uniform(-1, 1) * 2.0 ** RNG.uniform(-60, 60) for _ in range(400)]
#: the second part of a pair: a rounding error of the first
TAILS = [x * RNG.uniform(-1, 1) * 2.0**-54 for x in NUMBERS]
OTHER_TAILS = [y * RNG.uniform(-1, 1) * 2.0**-54 for y in OTHERS]


def points_of_powers() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Bases of all sizes, many of them near 1, with exponents that reach both ends of the range."""
    rng = random.Random(1)
    xs = [abs(from_bits(rng)) for _ in range(300)] + [rng.uniform(0.0, 3.0) for _ in range(300)]
    xs += [1 + rng.uniform(-1, 1) * 2.0 ** rng.uniform(-50, -1) for _ in range(300)]
    ys = [rng.uniform(-740.0, 705.0) / (math.log(x) or 1.0) for x in xs]
    xs += [rng.uniform(-30.0, 30.0) for _ in range(300)]
    ys += [float(rng.randrange(-300, 300)) for _ in range(300)]
    return tuple(xs), tuple(ys)


def ieee_pow(x: float, y: float) -> float:
    """Python's pow, with infinities and nan for the errors it raises."""
    odd = y % 2 == 1
    try:
        return math.pow(x, y)
    except ValueError:
        return math.copysign(inf, x if odd else 1.0) if x == 0.0 else nan
    except OverflowError:
        return math.copysign(inf, x if odd else 1.0)


@each_machine
def test_the_error_is_within_the_bound(machine: Machine) -> None:
    xs, ys = points_of_powers()
    for x, y, z, true in zip(xs, ys, run(pow, machine, xs, ys), truth(mp.power, xs, ys)):
        assert ulps(z, *true) <= BOUND, f"pow({x!r}, {y!r}) is not {z!r}"


@each_machine
def test_special_values(machine: Machine) -> None:
    values = [0.0, tiny, 0.5, 1.0, 2.0, 2.5, 3.0, 2.0**52 + 1, 2.0**53 + 2, huge, inf, nan]
    values += [-x for x in values]
    pairs = list(product(values, repeat=2))
    for (x, y), z in zip(pairs, run(pow, machine, *zip(*pairs)), strict=True):
        want = ieee_pow(x, y)
        assert same(z, want) or ulps(z, want) <= BOUND, (x, y, z, want)


@each_machine
def test_whole_powers_of_small_whole_numbers_are_exact(machine: Machine) -> None:
    pairs = [(x, y) for x in range(-12, 13) for y in range(15) if abs(x) ** y < 2**53]
    assert run(pow, machine, *zip(*pairs)) == [float(x**y) for x, y in pairs]


@each_machine
def test_where_powers_leave_the_doubles(machine: Machine) -> None:
    edges = [(2.0, 1023.9999999999999), (2.0, 1024.0), (2.0, -1074.0), (2.0, -1075.0)]
    edges += [(-2.0, 1025.0), (-0.5, 1201.0), (10.0, 308.2), (10.0, 309.0), (0.1, 323.0)]
    wanted = [math.exp2(1023.9999999999999), inf, tiny, 0.0, -inf, -0.0]
    wanted += [10.0**308.2, inf, 0.1**323.0]
    for edge, z, want in zip(edges, run(pow, machine, *zip(*edges)), wanted, strict=True):
        assert same(z, want) or ulps(z, want) <= BOUND, (edge, z, want)


# --- the steps ---


def exactly(pair: tuple[float, float]) -> Fraction:
    return Fraction(pair[0]) + Fraction(pair[1])


@each_machine
def test_sums_of_two_doubles_are_exact(machine: Machine) -> None:
    sums = run(two_sum, machine, NUMBERS, OTHERS)
    for x, y, pair in zip(NUMBERS, OTHERS, sums, strict=True):
        assert exactly(pair) == Fraction(x) + Fraction(y)
        assert pair[0] == x + y
    large = [max(x, y, key=abs) for x, y in zip(NUMBERS, OTHERS)]
    small = [min(x, y, key=abs) for x, y in zip(NUMBERS, OTHERS)]
    assert run(renormalised, machine, large, small) == sums


@each_machine
def test_products_of_two_doubles_have_104_bits(machine: Machine) -> None:
    for x, y, pair in zip(NUMBERS, OTHERS, run(two_product, machine, NUMBERS, OTHERS)):
        wanted = Fraction(x) * Fraction(y)
        assert abs(exactly(pair) - wanted) <= abs(wanted) / 2**104
        assert pair[0] == x * y
    short = [math.remainder(x, 1.0) // 2.0**-25 * 2.0**-25 for x in NUMBERS]
    for x, y, pair in zip(short, OTHERS, run(two_product, machine, short, OTHERS)):
        assert exactly(pair) == Fraction(x) * Fraction(y)  # one of 26 bits leaves nothing to round


def test_two_thirds_are_known_to_106_bits() -> None:
    assert (
        abs(Fraction(2.0 / 3.0) + Fraction(THIRD_LOW) - Fraction(2, 3)) <= Fraction(2, 3) / 2**106
    )


@each_machine
def test_products_and_quotients_of_pairs_have_100_bits(machine: Machine) -> None:
    columns = NUMBERS, TAILS, OTHERS, OTHER_TAILS
    products = run(lambda a, b, c, d: times(Pair(a, b), Pair(c, d)), machine, *columns)
    shares = run(lambda a, c, d: quotient(a, Pair(c, d)), machine, NUMBERS, OTHERS, OTHER_TAILS)
    for a, b, c, d, found, share in zip(*columns, products, shares, strict=True):
        wanted = exactly((a, b)) * exactly((c, d))
        assert abs(exactly(found) - wanted) <= abs(wanted) / 2**100
        assert found[0] == found[0] + found[1]
        wanted = Fraction(a) / exactly((c, d))
        assert abs(exactly(share) - wanted) <= abs(wanted) / 2**100


@each_machine
def test_logarithms_have_66_bits(machine: Machine) -> None:
    rng = random.Random(2)
    xs = [abs(from_bits(rng)) or 1.0 for _ in range(300)] + [tiny, 1000 * tiny, huge, 0.5, 2.0]
    xs += [1 + rng.uniform(-1, 1) * 2.0 ** rng.uniform(-50, -1) for _ in range(300)]
    with mp.workprec(300):
        for x, (high, low) in zip(xs, run(lambda x: log_pair(x), machine, xs), strict=True):
            assert abs(low) <= math.ulp(high) / 2
            assert abs(mp.mpf(high) + low - mp.log(x)) <= abs(mp.log(x)) * mp.mpf(2) ** -65, x


@each_machine
def test_the_exponential_of_a_pair_counts_its_low_part(machine: Machine) -> None:
    highs = tuple(RNG.uniform(-740.0, 709.0) for _ in range(300))
    lows = tuple(math.ulp(x) * RNG.uniform(-0.5, 0.5) for x in highs)
    got = run(lambda h, t: exp_of_pair(Pair(h, t)), machine, highs, lows)
    for z, true in zip(got, truth(lambda h, t: mp.exp(h + t), highs, lows), strict=True):
        assert ulps(z, *true) <= 1.2


@each_machine
def test_a_size_to_any_power(machine: Machine) -> None:
    table = {(0.0, 2.0): 0.0, (0.0, -2.0): inf, (inf, 0.5): inf, (inf, -0.5): 0.0}
    table |= {(1.0, inf): 1.0, (1.0, -inf): 1.0, (0.5, inf): 0.0, (2.0, inf): inf}
    table |= {(0.5, -inf): inf, (2.0, -inf): 0.0, (3.0, 1e300): inf, (3.0, -1e300): 0.0}
    table |= {(4.0, 0.5): 2.0, (9.0, 1.0): 9.0}
    assert run(power_of_size, machine, *zip(*table)) == list(table.values())
