"""Conditions written out as one function."""

import gc
import weakref
from operator import attrgetter, itemgetter, methodcaller
from types import SimpleNamespace
from typing import Any

import pytest

from autograd.compiler.watch.glance import Glance, spelled


def test_all_conditions_have_to_hold() -> None:
    a, b = [1], [2]
    glance = Glance()
    glance.add("{} == {}", a, [1])
    glance.add("(x := {}) == {} and x is {}", b, [2], b)
    unchanged = glance.function()
    assert unchanged() is True
    b[0] = 3
    assert unchanged() is False
    b[0], a[0] = 2, 5
    assert unchanged() is False


def test_what_cannot_be_looked_at_has_changed() -> None:
    class Refusing:
        def __eq__(self, other: object) -> bool:
            raise ValueError("do not compare me")

        __hash__ = None  # type: ignore[assignment]

    glance = Glance()
    glance.add("{} == {}", Refusing(), 1.0)
    assert glance.function()() is False


def test_what_has_no_truth_value_has_changed() -> None:
    np = pytest.importorskip("numpy")
    glance = Glance()
    glance.add("{} == {}", np.zeros(2), np.zeros(2))
    assert glance.function()() is False


@pytest.mark.parametrize(
    ("look", "thing", "places"),
    [
        (attrgetter("k"), SimpleNamespace(k=1.0), ["{}.k"]),
        (attrgetter("a.b", "c"), SimpleNamespace(a=SimpleNamespace(b=1), c=2), ["{}.a.b", "{}.c"]),
        (itemgetter("k", 3), {"k": 1.0, 3: 2.0}, ["{}[{}]", "{}[{}]"]),
        (methodcaller("copy"), {"k": 1.0}, ["{}({})"]),
        (tuple, {"k": 1.0}, ["{}({})"]),
        (attrgetter("a b"), SimpleNamespace(**{"a b": 1}), ["{}({})"]),
        (attrgetter("class"), SimpleNamespace(**{"class": 1}), ["{}({})"]),
    ],
)
def test_looks_are_spelled_as_python_would(look: Any, thing: Any, places: list[str]) -> None:
    found = [*spelled(look, thing)]
    assert [place for place, _, _ in found] == places
    sights = tuple(sight for _, _, sight in found)
    assert look(thing) in (sights, *sights)
    glance = Glance()
    for place, things, sight in found:
        glance.add(f"{place} == {{}}", *things, sight)
    assert glance.function()()


def test_what_it_speaks_of_is_let_go_at_once() -> None:
    class Thing:
        k = 1.0

    thing = Thing()
    glance = Glance()
    glance.add("{}.k == {}", thing, 1.0)
    unchanged, kept = glance.function(), weakref.ref(thing)
    del thing, glance
    gc.disable()
    try:
        assert unchanged()
        assert kept() is not None
        del unchanged
        assert kept() is None
    finally:
        gc.enable()
