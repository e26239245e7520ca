"""What holds other things hands them on."""

import functools
from operator import attrgetter, methodcaller
from random import Random, SystemRandom
from types import SimpleNamespace
from typing import Any

import pytest

from autograd import RecordingError
from autograd.compiler.watch.holders import bytes_of, held_by, hidden_in, is_random, names_in

THING = SimpleNamespace()


class Owner:
    def method(self, x: Any = None) -> Any:
        return THING

    bound = functools.partialmethod(method, THING)
    prop = property(lambda self: THING)
    cached = functools.cached_property(method)
    static = staticmethod(method)


OWNER = Owner()


@functools.lru_cache
def bounded(x: Any = None) -> Any:
    return THING


@functools.cache
def unbounded(x: Any = None) -> Any:
    return THING


@pytest.mark.parametrize(
    ("thing", "held"),
    [
        (OWNER.method, OWNER),
        ([THING].append, [THING]),
        ([THING].__len__, [THING]),
        (functools.partial(max, THING), THING),
        (functools.partial(max, key=THING), {"key": THING}),
        (vars(Owner)["bound"], THING),
        (vars(Owner)["prop"], Owner.prop.fget),
        (vars(Owner)["cached"], Owner.method),
        (vars(Owner)["static"], Owner.method),
    ],
    ids=lambda x: type(x).__name__,
)
def test_what_is_held(thing: Any, held: Any) -> None:
    assert held in (held_by(thing) or ())


@pytest.mark.parametrize("cached", [bounded, unbounded])
def test_what_caches_hold(cached: Any) -> None:
    cached.cache_clear()
    assert THING not in held_by(cached)
    cached()
    assert THING in held_by(cached)
    assert cached.__wrapped__ in held_by(cached)


def test_what_other_things_hold() -> None:
    assert held_by(THING) is None
    held = [THING]
    assert held in hidden_in(iter(held))


def test_names_that_will_be_asked_for() -> None:
    assert names_in(attrgetter("a.b", "c")) == {"a", "b", "c"}
    assert names_in(methodcaller("run")) == names_in(methodcaller("run", 1, k=2)) == {"run"}
    assert names_in(THING) == set()


def test_numbers_of_what_is_like_an_array() -> None:
    np = pytest.importorskip("numpy", reason="arrays need NumPy")

    class Like:
        def __init__(self, numbers: list[float] | None) -> None:
            self.numbers = numbers

        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            if self.numbers is None:
                raise RuntimeError("on another device")
            return np.array(self.numbers)

    class Tensor(Like):
        def __init__(self, numbers: list[float] | None, inner: Any = None) -> None:
            super().__init__(numbers)
            self.inner = inner

        def detach(self) -> Any:
            return self.inner

    assert bytes_of(Like([1.0, 2.0])) == np.array([1.0, 2.0]).tobytes()
    assert bytes_of(Tensor(None, Like([1.0, 2.0]))) == np.array([1.0, 2.0]).tobytes()
    with pytest.raises(RecordingError, match=r"uses a Like whose .* \(on another device\): make a"):
        bytes_of(Like(None))


def test_sources_of_random_numbers() -> None:
    assert is_random(Random(0))
    assert not is_random(SystemRandom())
    assert not is_random([Random(0)])
    assert not is_random(type("Nowhere", (), {"__module__": None})())  # SymPy makes such classes
    np = pytest.importorskip("numpy", reason="NumPy has sources of its own")
    assert is_random(np.random.default_rng(0))
    assert is_random(np.random.RandomState(0))
    assert not is_random(np.random.SeedSequence(0))
