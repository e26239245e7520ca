"""Every kind of slip that numbers alone can tell, and silence where they cannot."""

import math
from typing import Any

import pytest

from autograd.exercises.compare import numbers
from autograd.exercises.diagnosis import diagnose

MATRICES = [[[1.0, 2.0], [3.0, 4.0]], [[5.0, 7.0], [7.0, 5.0]]]  # the second is its own transpose
LISTS = [[1.0, 2.0, 4.0, 5.0], [3.0, -1.0, 2.0, 8.0]]


def pairs(truth: list[Any], slip: Any) -> Any:
    return [(numbers(one), numbers(slip(one))) for one in truth]


@pytest.mark.parametrize(
    ("truth", "slip", "sentence"),
    [
        (LISTS, lambda v: [-x for x in v], "Every answer has the wrong sign."),
        (
            LISTS,
            lambda v: [x / 2 for x in v],
            "Every answer is half of what it should be: is a factor 2 missing?",
        ),
        (
            LISTS,
            lambda v: [2 * x for x in v],
            "Every answer is twice what it should be: is there a 2 too many, or a ½ too few?",
        ),
        (
            LISTS,
            lambda v: [4 * x for x in v],
            "Every answer is 4 times what it should be: a sum where a mean is meant?",
        ),
        (
            LISTS,
            lambda v: [x / 4 for x in v],
            "Every answer is 1/4 of what it should be: a mean where a sum is meant?",
        ),
        (LISTS, lambda v: [3 * x for x in v], "Every answer is 3 times what it should be."),
        (LISTS, lambda v: [x + 1.5 for x in v], "Every answer is 1.5 too large."),
        (LISTS, lambda v: [x - 1.5 for x in v], "Every answer is 1.5 too small."),
        (LISTS, lambda v: [v[1], v[0], *v[2:]], "Entries [0] and [1] have changed places."),
        (LISTS, lambda v: v[::-1], "The order is turned around: the first entry stands last."),
        (
            LISTS,
            lambda v: [v[0], -v[1], *v[2:]],
            "Entry [1] has the wrong sign. The rest is right.",
        ),
        (
            LISTS,
            lambda v: [-v[0], -v[1], *v[2:]],
            "Entries [0] and [1] have the wrong sign. The rest is right.",
        ),
        (
            LISTS,
            lambda v: [v[0] / 2, *v[1:]],
            "Entry [0] is half of what it should be: is a factor 2 missing? The rest is right.",
        ),
        (LISTS, lambda v: [*v[:3], 0.0], "Entry [3] is 0. The rest is right."),
        (LISTS, lambda v: [*v[:3], v[3] ** 2], "Entry [3] is wrong. The rest is right."),
        (
            LISTS,
            lambda v: [v[0] ** 2 + 9, v[1] ** 2 + 7, *v[2:]],
            "Entries [0] and [1] are wrong. The rest is right.",
        ),
        (
            MATRICES,
            lambda m: [list(column) for column in zip(*m)],
            "This is the transpose: rows are outputs, columns inputs.",
        ),
        (LISTS, lambda v: [x**2 + 1 for x in v], ""),
        (LISTS, lambda v: v[:2], ""),
        (LISTS, lambda v: [math.nan, *v[1:]], ""),
    ],
)
def test_a_slip_is_named(truth: Any, slip: Any, sentence: str) -> None:
    assert diagnose(pairs(truth, slip)) == sentence


def test_one_number_tells_nothing_but_a_common_sign_or_factor() -> None:
    assert diagnose([({"": 3.0}, {"": 5.0})]) == ""
    assert "half" in diagnose([({"": 4.0}, {"": 2.0})])
