"""Columns: the longest way from a source, places in passing, and the least crossings."""

import pytest

from autograd.show.layout.columns import Arrow, Near, neighbours, ordered, ranked, sweeps, tangled

Sizes = dict[str, tuple[float, float]]
SIZES: Sizes = dict.fromkeys("abcd", (10.0, 20.0))


def test_an_arrow_has_a_place_in_every_column_that_it_passes() -> None:
    arrows = [Arrow("a", "b"), Arrow("b", "c"), Arrow("a", "c")]
    found = ranked(dict.fromkeys("abc", (10.0, 10.0)), arrows)
    assert found.columns == [["a"], ["b", "2:1"], ["c"]]
    assert found.ways == [[], [], ["2:1"]]


def test_of_a_circle_what_is_reached_first_comes_first() -> None:
    arrows = [Arrow("b", "d"), Arrow("d", "a"), Arrow("a", "d"), Arrow("d", "c")]
    found = ranked(SIZES, arrows)
    assert [[k for k in column if k in SIZES] for column in found.columns] == [
        ["b"],
        ["d"],
        ["a", "c"],
    ]
    assert found.ways[2] == ["2:2", "2:1"]  # back, from the column of a to that of d


def test_what_is_first_and_last_has_columns_of_its_own() -> None:
    arrows = [Arrow("d", "b"), Arrow("a", "b"), Arrow("b", "c")]
    found = ranked(SIZES, arrows, ["d"], ["c"])
    assert found.columns == [["d"], ["a", "0:1"], ["b"], ["c"]]


def test_places_in_passing_are_joined_and_free_arrows_enter_anywhere() -> None:
    arrows = [Arrow("a", "b"), Arrow("b", "c", 5.0), Arrow("a", "c", -5.0, free=True)]
    near = neighbours(ranked(dict.fromkeys("abc", (10.0, 10.0)), arrows), arrows)
    assert [n[:3] for n in near["c"]] == [("b", 5.0, 0.0), ("2:1", 0.0, 0.0)]
    assert [n.key for n in near["2:1"]] == ["a", "c"]


@pytest.mark.parametrize("operands", [("a", "b"), ("b", "a")])
def test_operands_stand_in_the_order_in_which_they_enter(operands: tuple[str, str]) -> None:
    arrows = [Arrow(operands[0], "d", -9.0), Arrow(operands[1], "d", 9.0)]
    found = ranked({k: SIZES[k] for k in "abd"}, arrows)
    columns = ordered(found.columns, neighbours(found, arrows), SIZES, [])
    assert columns[0] == [*operands]


def test_a_group_keeps_its_order_though_arrows_cross() -> None:
    near = {"a": [Near("d", 0.0, 0.0, 1.0)], "b": [Near("c", 0.0, 0.0, 1.0)]}
    near |= {"c": [Near("b", 0.0, 0.0, 1.0)], "d": [Near("a", 0.0, 0.0, 1.0)]}
    columns = [["a", "b"], ["c", "d"]]
    assert ordered(columns, near, SIZES, []) in ([["b", "a"], ["c", "d"]], [["a", "b"], ["d", "c"]])
    assert ordered(columns, near, SIZES, ["ab", "cd"]) == columns


def test_large_layouts_are_gone_over_less_often() -> None:
    assert sweeps([["a"], ["b"]], 8) == 8
    assert sweeps([["a"] * 10_000], 8) == 4
    assert sweeps([["a"] * 1_000_000], 8) == 2


def test_arrows_that_pass_many_columns_are_a_tangle() -> None:
    things = [f"{i}" for i in range(42)]
    chain = [Arrow(f"{i}", f"{i + 1}") for i in range(41)]
    passing = [Arrow("0", "41")] * 10  # forty columns each, between the first and the last
    assert not tangled(things, [*chain, *passing])
    assert tangled(things, [*chain, *passing, Arrow("0", "2")])
