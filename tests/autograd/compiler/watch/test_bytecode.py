"""What is read off the code of a function."""

import math
from collections.abc import Callable
from operator import attrgetter, methodcaller
from typing import Any

import pytest

import autograd as ag
from autograd.compiler.watch.bytecode import is_engine, is_installed, loads

TEXTS: dict[str, tuple[Callable[..., Any], set[str], bool]] = {
    "written out": (lambda o: getattr(o, "k"), {"k"}, False),  # noqa: B009
    "with a default": (lambda o, d: getattr(o, "k", d + 1), {"k"}, False),
    "of a call": (lambda o, g: getattr(g(o, 1), "k")(3), {"k"}, False),  # noqa: B009
    "only asked": (lambda o: hasattr(o[0], "k"), {"k"}, False),
    "a variable": (lambda o, n: getattr(o, n), set(), True),
    "an attribute": (lambda o, c: getattr(o, c.name, 3.0), {"name"}, True),
    "put together": (lambda o, n: getattr(o, f"a{n}"), set(), True),
    "added up": (lambda o, n: getattr(o, "a" + n), set(), True),
    "one of two": (lambda o, c: getattr(o, "a" if c else "b"), set(), True),
    "unpacked": (lambda o: getattr(*o), set(), True),
    "as a value": (lambda o: map(getattr, o), set(), True),
    "two getters": (lambda o: attrgetter("a", "k")(o), set(), True),
    "a caller": (lambda o: methodcaller("a", "k")(o), set(), True),
    "all": (lambda o: vars(o)["k"], set(), True),
    "within a comprehension": (lambda o: [getattr(o, n) for n in "ab"], set(), True),
    "within a lambda": (lambda o: lambda n: vars(o)[n], set(), True),
    "its dictionary": (lambda o: o.__dict__["k"], {"__dict__"}, True),
}


@pytest.mark.parametrize("case", TEXTS)
def test_attributes_by_text(case: str) -> None:
    f, names, by_text = TEXTS[case]
    found = loads(f.__code__)
    assert (names <= found.attributes, found.by_text) == (True, by_text)


def test_attributes_are_no_globals() -> None:
    source = "lambda x: (beta * x.delta, [gamma for _ in alpha])"
    found = loads(eval(source).__code__)
    assert next(iter(found.names)) == "beta"
    assert {*found.names} == {"alpha", "beta", "gamma"}
    assert found.attributes == {"delta"}


def test_imports_name_modules() -> None:
    def f() -> Any:
        import os.path as p
        from math import pi

        return p, pi

    found = loads(f.__code__)
    assert {"os.path", "os", "math"} <= {*found.modules(None)}
    assert {"homework.math", "homework.week.math"} <= {*found.modules("homework.week")}
    assert {"path", "pi"} & found.attributes


def test_whose_code_it_is() -> None:
    assert is_engine(ag.Value)
    assert is_engine(ag.grad)
    assert is_engine(ag.exp)
    assert is_engine(ag)
    assert not is_engine(math)
    assert not is_engine(loads_like)
    assert is_installed(math)
    assert is_installed(pytest.fail)
    assert is_installed(dict)
    assert not is_installed(loads_like)


def loads_like() -> None:
    """Written here."""
