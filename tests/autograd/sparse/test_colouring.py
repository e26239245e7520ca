"""Groups of columns hold what sweeps need of them, on random patterns and on known ones."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd.sparse.colouring import column_groups, star_groups
from autograd.sparse.pattern import places, symmetric


def band(n: int, below: int, above: int) -> list[int]:
    rows = range(n)
    return [sum(1 << j for j in rows if i - below <= j <= i + above) for i in rows]


def arrow(n: int) -> list[int]:
    return [(1 << n) - 1, *(1 | 1 << i for i in range(1, n))]


square = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.integers(0, 2**n - 1), min_size=n, max_size=n)
)


@given(square)
def test_no_two_columns_of_a_group_meet_and_every_entry_is_covered(columns: list[int]) -> None:
    groups = column_groups(columns)
    members = [j for group in groups for j in places(group)]
    assert sorted(members) == [j for j, rows in enumerate(columns) if rows]
    for group in groups:
        inside = [columns[j] for j in places(group)]
        union = 0
        for rows in inside:
            assert not union & rows
            union |= rows


@given(square)
def test_every_entry_of_a_symmetric_matrix_is_alone_in_one_of_two_sums(rows: list[int]) -> None:
    rows = symmetric(rows)
    groups = star_groups(rows)
    group_of = {i: group for group in groups for i in places(group)}
    assert sorted(group_of) == [i for i, row in enumerate(rows) if row]
    for i, row in enumerate(rows):
        for j in places(row):
            assert row & group_of[j] == 1 << j or rows[j] & group_of[i] == 1 << i
            assert i == j or group_of[i] != group_of[j]


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        (band(200, 0, 0), 1),
        (band(200, 1, 0), 2),
        (band(200, 1, 1), 3),
        (band(200, 2, 2), 5),
        (arrow(50), 50),
        ([0, 0, 0], 0),
        ([], 0),
    ],
)
def test_as_many_groups_as_the_fullest_row_is_wide(rows: list[int], count: int) -> None:
    assert len(column_groups(rows)) == count


def test_order_by_fullness_is_taken_where_it_needs_fewer() -> None:
    # columns 0 - 2 - 3 - 1 meet in a chain: as they come, 0 and 1 are put together too early
    assert column_groups([0b001, 0b100, 0b011, 0b110]) == [0b0110, 0b1001]


@pytest.mark.parametrize(
    ("rows", "count"),
    [(band(200, 0, 0), 1), (band(200, 1, 1), 3), (arrow(200), 2), ([], 0), ([0, 0], 0)],
)
def test_symmetry_saves_groups(rows: list[Any], count: int) -> None:
    assert len(star_groups(rows)) == count
