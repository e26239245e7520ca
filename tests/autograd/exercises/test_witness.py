"""What answers said: gathered while a check runs, and compared but for rounding."""

import math

from autograd import exercises
from autograd.exercises.witness import alike, note, seeing


def test_checks_gather_what_answers_say() -> None:
    with seeing() as seen:
        exercises.check(lambda x: [x, 2 * x], lambda x: [x, x], at=[1, 2])
    assert seen == [{"[0]": 1.0, "[1]": 2.0}, {"[0]": 2.0, "[1]": 4.0}]
    note({"": 1.0})  # nobody listens
    assert len(seen) == 2


def test_alike_but_for_rounding() -> None:
    assert alike([{"": 1.0}, "words"], [{"": 1.0 + 1e-12}, "words"])
    assert alike([{"": math.nan}, {"": math.inf}], [{"": math.nan}, {"": math.inf}])
    assert not alike([{"": math.inf}], [{"": -math.inf}])
    assert not alike([{"": 1.0}], [{"": 1.0}, {"": 2.0}])
    assert not alike([{"": 1.0}], [{"[0]": 1.0}])
    assert not alike([{"": 1.0}], ["words"])
    assert not alike([], [])
