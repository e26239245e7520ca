"""Rows of one's own: their kind, and what is no table."""

from typing import Any

import pytest

import autograd as ag
from nn.playground.rows import MOST_COLUMNS, MOST_ROWS, checked_rows, own_rows

X = [[0.0, 1.0], [1.0, 0.0], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("y", "kind", "found"),
    [
        ([0, 1, 1], "two", [0, 1, 1]),
        ([-1, 1, 1], "two", [0, 1, 1]),
        ([[0], [1], [1]], "two", [0, 1, 1]),
        ([0, 1, 2], "three", [0, 1, 2]),
        ([0.5, 1, 2], "number", [0.5, 1.0, 2.0]),
        ([3, 1, 2], "number", [3.0, 1.0, 2.0]),
        (["yes", "no", "yes"], "two", [1, 0, 1]),
        (("b", "c", "a"), "three", [1, 2, 0]),
    ],
)
def test_the_kind_is_found_by_the_targets(y: Any, kind: str, found: list[float]) -> None:
    rows = own_rows(X, y)
    assert (rows["kind"], rows["y"]) == (kind, found)
    assert [type(t) for t in rows["y"]] == [type(t) for t in found]


def test_a_kind_that_is_given_counts() -> None:
    assert own_rows(X, [0, 1, 1], "number")["y"] == [0.0, 1.0, 1.0]
    assert own_rows(X, [-1, 1, 1], "number")["y"] == [-1.0, 1.0, 1.0]
    assert own_rows(X, [0, 1, 1], "three")["kind"] == "three"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((X, [0, 1, 2], "two"), 'y holds 2: of the kind "two" targets are 0, 1'),
        ((X, [0, 1, 1], "four"), "unknown kind 'four'"),
        ((X, [[0, 1]] * 3), "y, row 0 is [0, 1]: the playground takes one target per row"),
        ((X[:1], [0]), f"takes 2 to {MOST_ROWS} rows, got 1"),
        ((X * 1000, [0, 1, 1] * 1000), f"takes 2 to {MOST_ROWS} rows, got 3000"),
        (([[0.0] * 17] * 2, [0, 1]), f"takes up to {MOST_COLUMNS} columns, got 17"),
        ((X, [0, 1]), "X has 3 rows and y has 2"),
        (([[0.0]] * 4, ["a", "b", "c", "d"]), "y has 4 classes: the playground takes two or three"),
    ],
)
def test_what_is_no_table_is_refused(given: Any, words: str) -> None:
    with pytest.raises(ag.GraphError) as caught:
        own_rows(*given)
    assert words in str(caught.value)


def test_rows_of_a_page_are_looked_at_alike() -> None:
    rows = own_rows(X, [0, 1, 1])
    assert checked_rows(rows) == rows
    with pytest.raises(ag.GraphError, match="unknown part of rows 'z'"):
        checked_rows({**rows, "z": 1})
    with pytest.raises(ag.GraphError, match=r'write rows=\{"X"'):
        checked_rows({"X": X})


def test_as_many_as_a_page_can_show_are_taken() -> None:
    assert len(own_rows([[0.0] * MOST_COLUMNS] * 2, [0, 1])["X"][0]) == MOST_COLUMNS
    assert len(own_rows([[0.0]] * MOST_ROWS, [0] * MOST_ROWS)["X"]) == MOST_ROWS
