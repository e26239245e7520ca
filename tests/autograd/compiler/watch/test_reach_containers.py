"""Changes of containers and arrays are noticed, and what is gone: see ``test_reach.py``."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag

CHANGES: dict[str, tuple[str, str]] = {
    "an element of a nested list": (
        "a = [[1.0, [2.0]]]\ndef f(x): return w * a[0][1][0] * x",
        "a[0][1][0] = 5.0",
    ),
    "an entry of a nested dictionary": (
        "a = {'b': {'c': 2.0}}\ndef f(x): return w * a['b']['c'] * x",
        "a['b']['c'] = 5.0",
    ),
    "a list in a tuple": ("a = ([2.0],)\ndef f(x): return w * a[0][0] * x", "a[0][0] = 5.0"),
    "a set": ("a = {2.0}\ndef f(x): return w * sum(a) * x", "a.add(5.0)"),
    "a deque": ("a = deque([2.0])\ndef f(x): return w * a[0] * x", "a[0] = 5.0"),
    "a subclass of list": (
        "class L(list): pass\na = L([2.0])\ndef f(x): return w * a[0] * x",
        "a[0] = 5.0",
    ),
    "an attribute of a subclass of dict": (
        "class D(dict): pass\na = D()\na.k = 2.0\ndef f(x): return w * a.k * x",
        "a.k = 5.0",
    ),
    "an element of an array": (
        "a = np.array([2.0, 3.0])\ndef f(x): return w * a[0] * x",
        "a[0] = 5.0",
    ),
    "the sign of zero in an array": (
        "a = np.zeros(1)\ndef f(x): return w * ag.atan2(a[0], -x)",
        "a[0] = -0.0",
    ),
    "an element of a sliced array": (
        "a = np.arange(6.0)[1::2]\ndef f(x): return w * a[1] * x",
        "a[1] = 50.0",
    ),
    "an element of an array in a list": (
        "a = [np.array([2.0])]\ndef f(x): return w * a[0][0] * x",
        "a[0][0] = 5.0",
    ),
    "an array in a list": (
        "a = [np.array([2.0, 1.0])]\ndef f(x): return w * a[0][0] * x",
        "a[0] = np.array([5.0, 1.0])",
    ),
    "what is like an array": (
        "class A:\n    def __setitem__(self, i, x): numbers[i] = x\n"
        "    def __array__(self, *args, **more): return np.array(globals()['numbers'])\n"
        "numbers, a = [2.0], A()\ndef f(x): return w * np.asarray(a)[0] * x",
        "a[0] = 5.0",
    ),
    "an array of objects": (
        "a = np.array([2.0, None], dtype=object)\ndef f(x): return w * a[0] * x",
        "a[0] = 5.0",
    ),
    "a list in an array of objects": (
        "a = np.array([[2.0], None], dtype=object)\ndef f(x): return w * a[0][0] * x",
        "a[0][0] = 5.0",
    ),
    "an array of the standard library": (
        "a = array('d', [2.0])\ndef f(x): return w * a[0] * x",
        "a[0] = 5.0",
    ),
    "bytes that change": ("a = bytearray(b'2')\ndef f(x): return w * a[0] * x", "a[0] = 5"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_noticed(case: str, noticed: Callable[[str, str], None]) -> None:
    noticed(*CHANGES[case])


GONE: dict[str, tuple[str, str, str]] = {
    "a global": (
        "def h(x): return k * x\ndef f(x): return w * h(x)",
        "del h",
        "name 'h' is not defined",
    ),
    "a helper's global": (
        "def h(x): return k * x\ndef f(x): return w * h(x)",
        "del k",
        "name 'k' is not defined",
    ),
    "an attribute": (
        "o = Namespace(k=2.0)\ndef f(x): return w * o.k * x",
        "del o.k",
        "no attribute 'k'",
    ),
    "a slot": (
        "class C:\n    __slots__ = ('k',)\nc = C()\nc.k = 2.0\ndef f(x): return w * c.k * x",
        "del c.k",
        "no attribute 'k'|'C' object has no attribute|k",
    ),
    "a method": (
        "class C:\n    def m(self, x): return x\nc = C()\ndef f(x): return w * c.m(x)",
        "del C.m",
        "no attribute 'm'",
    ),
    "a cell": (
        "def make():\n    s = 2.0\n    def f(x): return w * s * x\n    def change():\n"
        "        nonlocal s\n        del s\n    return f, change\nf, change = make()",
        "change()",
        "'s'",
    ),
    "an entry": ("a = {'k': 2.0}\ndef f(x): return w * a['k'] * x", "del a['k']", "k"),
}


@pytest.mark.parametrize("case", GONE)
def test_what_is_gone_is_missed(case: str, world: dict[str, Any]) -> None:
    setup, change, message = GONE[case]
    exec(setup, world)
    f = ag.compile(world["f"])
    f(1.5)
    exec(change, world)
    with pytest.raises((NameError, AttributeError, KeyError), match=message):
        f(1.5)


def test_the_order_of_a_dictionary_counts() -> None:
    powers = {"a": 2.0, "b": 3.0}
    f = ag.compile(lambda x: sum(c * x**i for i, c in enumerate(powers.values())))
    assert f(1.5) == 6.5
    powers["a"] = powers.pop("a")
    assert f(1.5) == 6.0


def test_the_shape_and_the_type_of_an_array_count() -> None:
    np = pytest.importorskip("numpy", reason="arrays need NumPy")
    table = np.arange(6.0).reshape(2, 3)
    f = ag.compile(lambda x: x * float(table[1, 0]))
    assert f(1.5) == 4.5
    table.resize((3, 2), refcheck=False)
    assert f(1.5) == 3.0


def test_an_array_of_records_that_hold_objects() -> None:
    np = pytest.importorskip("numpy", reason="arrays need NumPy")
    records = np.zeros(2, dtype=[("a", "f8"), ("b", "O")])
    records["b"][0] = 2.0
    f = ag.compile(lambda x: x * records["b"][0])
    assert f(1.5) == 3.0
    records["b"][0] = 3.0
    assert f(1.5) == 4.5


PAIR = (0.0, 1.0)


def test_the_sign_of_a_zero_in_a_tuple_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    f = ag.compile(lambda x: x * PAIR[0] * math.e)
    assert math.copysign(1.0, f(1.5)) == 1.0
    monkeypatch.setitem(globals(), "PAIR", (-0.0, 1.0))
    assert math.copysign(1.0, f(1.5)) == -1.0
