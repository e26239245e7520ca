"""Nested numbers: taken apart and put together again, whatever they are nested in."""

import pytest

from autograd.nested import flatten, is_leaf, leaves_like, unflatten

TREES = [
    1.0,
    [],
    (),
    {},
    [1.0, (2.0, [3.0])],
    {"b": 1.0, "a": [2.0, {"c": 3.0}]},
    [{1: 1.0}, (2.0,)],
]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_taken_apart_and_put_together(tree: object) -> None:
    assert unflatten(tree, flatten(tree)) == tree
    assert leaves_like(tree, tree) == flatten(tree)


def test_dicts_are_matched_by_key_and_not_by_order() -> None:
    assert leaves_like({"b": 2.0, "a": 1.0}, {"a": 0, "b": 0}) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("given", "like"),
    [
        (1.0, [1.0]),
        ([1.0], 1.0),
        ([1.0, 2.0], [1.0]),
        ({"a": 1.0}, {"b": 1.0}),
        ({"a": 1.0}, [1.0]),
        ([1.0], {"a": 1.0}),
        ({"a": 1.0, "b": 2.0}, {"a": 1.0}),
        ([[1.0], 2.0], [1.0, [2.0]]),
    ],
)
def test_other_shapes_are_told_apart(given: object, like: object) -> None:
    assert leaves_like(given, like) is None


def test_list_may_stand_for_a_tuple() -> None:
    assert leaves_like([1.0, [2.0]], (0, (0,))) == [1.0, 2.0]


def test_array_without_an_axis_is_one_number() -> None:
    np = pytest.importorskip("numpy", reason="arrays need NumPy")
    number = np.array(2.0)
    assert is_leaf(number)
    assert not is_leaf(np.array([2.0]))
    assert flatten([number, np.array([3.0])]) == [number, 3.0]
    assert flatten(number)[0] is number
    assert unflatten([number, number], [3.0, 4.0]) == [3.0, 4.0]
    assert leaves_like(1.0, number) == [1.0]
