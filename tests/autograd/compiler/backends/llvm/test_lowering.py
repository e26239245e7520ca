"""Ops on vectors that no vector function is written for."""

import math
import random

from autograd import ieee
from autograd.compiler.backends.llvm.lowering import vector_words
from autograd.ops import OPS
from tests.programs import same
from tests.vectors import Machine, each_machine, run

RNG = random.Random(0)
inf, nan = math.inf, math.nan
SIGNED = [-7.5, -2.0, -1.0, -0.0, 0.0, 0.25, 1.0, 2.0, 7.5, inf, -inf, nan]


@each_machine
def test_the_remainder_has_the_sign_of_the_divisor(machine: Machine) -> None:
    pairs = [(a, b) for a in SIGNED for b in SIGNED if b != 0.0 and math.isfinite(a)]
    remainder = vector_words()["mod"]
    results = run(lambda a, b: remainder(a, b), machine, *zip(*pairs))
    for (a, b), rest in zip(pairs, results, strict=True):
        assert same(rest, OPS["mod"].evaluate(a, b)), (a, b)


#: quotients between 2^51 and 2^52, where halves are the smallest steps; in the first two the one
#: that is rounded up to a half belongs below it
LARGE = [(6365303814460469.0, 1.5675107406206719), (-5216487111382344.0, -1.603185627961383)]
LARGE += [(RNG.uniform(-1, 1) * 2.0**52, RNG.uniform(0.4, 2)) for _ in range(200)]


@each_machine
def test_the_floor_of_a_quotient_is_pythons(machine: Machine) -> None:
    small = [(a, b) for a in SIGNED for b in SIGNED]
    small += [(k * b, b) for b in (0.1, -0.3, 1 / 3) for k in range(-9, 10)]
    floor = vector_words()["floordiv"]
    results = run(lambda a, b: floor(a, b), machine, *zip(*small, *LARGE))
    for (a, b), whole in zip([*small, *LARGE], results, strict=True):
        assert same(whole, ieee.floordiv(a, b)), (a, b)
