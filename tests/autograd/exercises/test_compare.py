"""Numbers side by side: read from any shape, compared by place, shown in few digits."""

import math

import pytest

from autograd import OperandError, Value
from autograd.exercises.compare import difference, numbers, place, short
from autograd.exercises.near import close


def test_numbers_are_found_by_their_path() -> None:
    assert numbers({"w": [1, (2.5,)], "b": Value(3.0)}) == {
        "['w'][0]": 1.0,
        "['w'][1][0]": 2.5,
        "['b']": 3.0,
    }
    broken = Value(1.0)
    broken.data = "text"  # type: ignore[assignment]
    with pytest.raises(OperandError, match="the text 'text'"):
        numbers([broken])


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ([1.0, 2.0], [1.0], "expected a list of 2 numbers, got a list of 1 number"),
        (1.0, {"x": 1.0}, "expected one number, got 1 number (['x'])"),
        (1.0, [], "expected one number, got an empty list"),
        ([[1.0], [2.0]], [[1.0, 2.0]], "expected 2 rows of 1 number, got 1 row of 2 numbers"),
        ([[1.0], [2.0]], [1.0, [2.0]], "expected 2 rows of 1 number, got 2 numbers ([0], [1][0])"),
        (
            [[[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0]],
            [[[1.0, 2.0], [3.0, 4.0]], [5.0, 6.0, 7.0]],
            "entry [1]: expected a list of 2 numbers, got a list of 3 numbers",
        ),
        (
            {"slopes": [1.0, 2.0], "calls": 3},
            {"slopes": [1.0], "calls": 3},
            "entry ['slopes']: expected a list of 2 numbers, got a list of 1 number",
        ),
        ([(3.0, 4.0), 3.0], [12.0, 3.0], "entry [0]: expected a list of 2 numbers, got one number"),
        ([(3.0, 4.0), 3.0], [], "expected 3 numbers ([0][0], [0][1], [1]), got an empty list"),
        (math.inf, -math.inf, "expected inf, got -inf"),
        (math.nan, math.nan, ""),
        (1000.0, 1000.0001, ""),
        (0.0, 2e-6, "expected 0, got 2e-06"),
    ],
)
def test_the_first_difference_is_told(expected: object, got: object, said: str) -> None:
    assert difference(numbers(expected), numbers(got)) == said


def test_tolerance_is_relative_to_one_and_the_size() -> None:
    assert close(1e6, 1e6 + 0.9, 1e-6)
    assert not close(1e6, 1e6 + 1.1, 1e-6)
    assert close(0.0, 0.9e-6, 1e-6)


def test_a_place_is_told_in_the_functions_own_names() -> None:
    assert place(lambda x, w: 0.0, (1, [2.0, 0.125])) == "at x = 1, w = [2, 0.125]"
    assert place(max, (1, 2)) == "at 1, 2"
    assert short(1 / 3, unlike=0.3333333) == repr(1 / 3)
