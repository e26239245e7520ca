"""Being told of new nodes, and that nothing is left of it."""

import copy
import pickle
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from autograd import Value, functions, sin, value, where
from autograd.define import temporary_op
from autograd.observe import on_new_node


class Special(Value):
    """A subclass, whose nodes are made in another way."""

    __slots__ = ()


def x() -> Value:
    return Value(2.0)


WAYS: dict[str, tuple[Callable[[], Value], int]] = {
    "leaf": (x, 1),
    "operator": (lambda: x() * 3, 2),
    "reflected": (lambda: 3 - x(), 2),
    "method": (lambda: x().tanh(), 2),
    "function": (lambda: where(x(), sin(x()), 1.0), 4),
    "sum": (lambda: sum([x(), x()], Value(0.0)), 5),
    "subclass": (lambda: Special(1.0) * 2, 2),
}


@pytest.mark.parametrize(("make", "count"), WAYS.values(), ids=WAYS)
def test_every_new_node_is_told_of_once(make: Callable[[], Value], count: int) -> None:
    seen: list[Value] = []
    with on_new_node(seen.append):
        root = make()
    assert seen[-1] is root
    assert len(seen) == len(set(seen)) == count
    make()
    assert len(seen) == count


def test_an_op_that_was_defined_later_tells_as_well() -> None:
    seen: list[Value] = []
    with temporary_op("doubled", "x", "x + x", ("2.0",), "real") as doubled:
        with on_new_node(seen.append):
            assert doubled(x()) is seen[-1]
        doubled(x())
    assert len(seen) == 2


def test_copies_are_not_told_of() -> None:
    root, seen = x() * 3, []
    with on_new_node(seen.append):
        copy.deepcopy(root)
        pickle.loads(pickle.dumps(root))
    assert seen == []


def test_several_want_to_know_and_leave_in_any_order() -> None:
    first: list[Value] = []
    second: list[Value] = []
    one, other = on_new_node(first.append), on_new_node(second.append)
    one.__enter__()
    x()
    other.__enter__()
    x()
    one.__exit__(None, None, None)
    x()
    other.__exit__(None, None, None)
    x()
    assert (len(first), len(second)) == (2, 2)


def makers() -> set[object]:
    """What makes nodes at present."""
    scopes = [f.__globals__ for f in functions.GENERIC.values() if "new" in f.__globals__]
    assert len(scopes) > 30
    return {*(scope["new"] for scope in scopes), Value.__init__, value.bare_node}


def test_nothing_is_left_when_the_block_ends_not_even_by_an_error() -> None:
    before = makers()
    with pytest.raises(ZeroDivisionError), on_new_node(lambda node: 1 / 0):
        x()
    assert makers() == before
    assert object.__new__ in before


def test_threads_that_come_and_go_at_once_leave_nothing() -> None:
    before, together, counts = makers(), Barrier(6), []

    def work() -> None:
        together.wait()
        for _ in range(30):
            seen: list[Value] = []
            with on_new_node(seen.append):
                made = x() * 2
            counts.append(made in seen)

    threads = [Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [True] * 180
    assert makers() == before
