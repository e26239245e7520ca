"""Whatever a function looks at can change: the compiled one then answers as the eager one does.

Each case is a little script of a student's: what stands first, and what is done to it later. The
function is ``f``; ``w`` is its parameter.
"""

import functools
import math
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import autograd as ag
from autograd import Value

np = pytest.importorskip("numpy", reason="batches need NumPy")

HELPER = "def h(x): return k * x\n"
F = "def f(x): return w * h(x)\n"

CHANGES: dict[str, tuple[str, str]] = {
    # --- functions ---
    "a helper is written anew": (HELPER + F, "def h(x): return x + 5"),
    "a helper of a helper": (
        HELPER + "def g(x): return h(x) + 1\ndef f(x): return w * g(x)",
        "def h(x): return x + 5",
    ),
    "a helper five calls down": (
        HELPER
        + "".join(
            f"def h{i}(x): return {p}(x) + 1\n" for i, p in enumerate(["h", "h0", "h1", "h2"])
        )
        + "def f(x): return w * h3(x)",
        "def h(x): return x + 5",
    ),
    "the constant of a helper five calls down": (
        HELPER
        + "".join(
            f"def h{i}(x): return {p}(x) + 1\n" for i, p in enumerate(["h", "h0", "h1", "h2"])
        )
        + "def f(x): return w * h3(x)",
        "k = 7.0",
    ),
    "helpers that call each other": (
        "def a(x, n=2): return b(x, n - 1) if n else x\ndef b(x, n): return k * a(x, n)\n"
        "def f(x): return w * a(x)",
        "k = 7.0",
    ),
    "the code of a helper in place": (HELPER + F, "h.__code__ = (lambda x: x + 5).__code__"),
    "the code of the function in place": (
        "def f(x): return w * x",
        "f.__code__ = (lambda x: w + x).__code__",
    ),
    "a lambda in a dictionary": (
        "ops = {'h': lambda x: x}\ndef f(x): return w * ops['h'](x)",
        "ops['h'] = lambda x: x + 5",
    ),
    "a helper of a function in a list": (
        HELPER + "steps = [lambda x: h(x)]\ndef f(x): return w * steps[0](x)",
        "def h(x): return x + 5",
    ),
    "a helper that is called in a comprehension": (
        HELPER + "def f(x): return w * sum([h(x) for _ in range(2)])",
        "def h(x): return x + 5",
    ),
    "a helper of an inner function": (
        HELPER + "def f(x):\n    def inner(y): return h(y)\n    return w * inner(x)",
        "def h(x): return x + 5",
    ),
    "a decorated helper": (
        "def twice(g):\n    @functools.wraps(g)\n    def wrapper(x): return g(x) + g(x)\n"
        "    return wrapper\n@twice\ndef h(x): return k * x\n" + F,
        "k = 7.0",
    ),
    "a decorated function": (
        "def twice(g):\n    @functools.wraps(g)\n    def wrapper(x): return g(x) + g(x)\n"
        "    return wrapper\n@twice\ndef f(x): return w * k * x\n",
        "k = 7.0",
    ),
    "a cached helper's helper": (
        HELPER + "@functools.lru_cache\ndef g(): return k\ndef f(x): return w * x * g()",
        "k = 7.0; g.cache_clear()",
    ),
    "a helper that is differentiated": (
        "def h(x): return k * x * x\ndef f(x): return w * ag.grad(h)(x)",
        "k = 7.0",
    ),
    "a derivative's function": (
        "def h(x): return w * k * x * x\nf = ag.grad(h)",
        "k = 7.0",
    ),
    "a compiled helper": (
        "h = ag.compile(lambda x: k * x)\n" + F,
        "k = 7.0",
    ),
    # --- arguments ---
    "a default": ("def f(x, a=2.0): return w * a * x", "f.__defaults__ = (5.0,)"),
    "a helper's default": (
        "def h(x, a=2.0): return a * x\n" + F,
        "h.__defaults__ = (5.0,)",
    ),
    "an element of a default": (
        "def f(x, a=[2.0]): return w * a[0] * x",
        "f.__defaults__[0][0] = 5.0",
    ),
    "a keyword's default": (
        "def f(x, *, a=2.0): return w * a * x",
        "f.__kwdefaults__['a'] = 5.0",
    ),
    "all keywords' defaults": (
        "def f(x, *, a=2.0): return w * a * x",
        "f.__kwdefaults__ = {'a': 5.0}",
    ),
    "a partial's keyword": (
        "def h(x, a): return a * x\ng = functools.partial(h, a=2.0)\ndef f(x): return w * g(x)",
        "g.keywords['a'] = 5.0",
    ),
    "an array in a partial": (
        "def h(a, x): return w * a[0] * x\na = np.array([2.0])\nf = functools.partial(h, a)",
        "a[0] = 5.0",
    ),
    "the helper of a partial": (
        HELPER + "def g(a, x): return w * a * h(x)\nf = functools.partial(g, 3.0)",
        "def h(x): return x + 5",
    ),
    # --- names ---
    "a number": ("def f(x): return w * k * x", "k = 7.0"),
    "the sign of zero": ("z = 0.0\ndef f(x): return w * ag.atan2(z, -x)", "z = -0.0"),
    "the sign of zero in a list": (
        "z = [0.0, 1.0]\ndef f(x): return w * ag.atan2(z[0], -x)",
        "z[0] = -0.0",
    ),
    "a name of a builtin": (
        "def f(x): return w * sum([x, x])",
        "def sum(xs): return 7.0",
    ),
    "a cell": (
        "def make():\n    s = 2.0\n    def f(x): return w * s * x\n    def change():\n"
        "        nonlocal s\n        s = 5.0\n    return f, change\nf, change = make()",
        "change()",
    ),
    "a cell of a helper": (
        "def make():\n    s = 2.0\n    def h(x): return s * x\n    def change():\n"
        "        nonlocal s\n        s = 5.0\n    return h, change\nh, change = make()\n" + F,
        "change()",
    ),
    "a module's constant": ("def f(x): return w * mod.K * x", "mod.K = 7.0"),
    "a module's function": ("def f(x): return w * mod.h(x)", "mod.h = lambda x: x + 5"),
    "what a module's function uses": (
        "exec('K = 3.0\\ndef g(x): return K * x', vars(mod))\ndef f(x): return w * mod.g(x)",
        "mod.K = 7.0",
    ),
    "a constant of an installed module": (
        "import math\nmath.K = 3.0\ndef f(x): return w * math.K * x",
        "math.K = 7.0",
    ),
    "what a module finds by itself": (
        "exec('S = {\\'Q\\': 3.0}\\ndef __getattr__(name): return S[name]', vars(mod))\n"
        "def f(x): return w * mod.Q * x",
        "mod.S['Q'] = 7.0",
    ),
    "a neighbour that is imported inside": (
        "def f(x):\n    from .sibling import K\n    return w * K * x",
        "import sys; sys.modules['homework_package.sibling'].K = 7.0",
    ),
    "a module that is imported inside": (
        "def f(x):\n    import homework_module\n    return w * homework_module.K * x",
        "mod.K = 7.0",
    ),
    "a name that is imported inside": (
        "def f(x):\n    from homework_module import K as c\n    return w * c * x",
        "mod.K = 7.0",
    ),
    # --- containers and arrays ---
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
    # --- objects ---
    "an attribute of a plain object": (
        "o = Namespace(k=2.0)\ndef f(x): return w * o.k * x",
        "o.k = 5.0",
    ),
    "an attribute of an object's object": (
        "o = Namespace(p=Namespace(k=2.0))\ndef f(x): return w * o.p.k * x",
        "o.p.k = 5.0",
    ),
    "an array attribute": (
        "o = Namespace(a=np.ones(3))\ndef f(x): return w * o.a[1] * x",
        "o.a[1] = 5.0",
    ),
    "another array as attribute": (
        "o = Namespace(a=np.ones(3))\ndef f(x): return w * o.a[1] * x",
        "o.a = np.full(3, 5.0)",
    ),
    "another array of one element": (
        "o = Namespace(a=np.ones(1))\ndef f(x): return w * o.a[0] * x",
        "o.a = np.ones(1); o.a[0] = 5.0",
    ),
    "an object that calls itself equal": (
        "class P:\n    def __init__(self, k): self.k = k\n"
        "    def __eq__(self, other): return True\n    __hash__ = None\n"
        "o = Namespace(p=P(2.0))\ndef f(x): return w * o.p.k * x",
        "o.p = P(5.0)",
    ),
    "a bound method's object": (
        "class C:\n    def __init__(self): self.k = 2.0\n"
        "    def m(self, x): return w * self.k * x\n"
        "c = C()\nf = c.m",
        "c.k = 5.0",
    ),
    "self in a closure": (
        "class C:\n    def __init__(self): self.k = 2.0\n"
        "    def make(self): return lambda x: w * self.k * x\nc = C()\nf = c.make()",
        "c.k = 5.0",
    ),
    "a callable object": (
        "class C:\n    k = 2.0\n    def __call__(self, x): return w * self.k * x\nf = C()",
        "f.k = 5.0",
    ),
    "a method": (
        "class C:\n    def m(self, x): return 2 * x\nc = C()\ndef f(x): return w * c.m(x)",
        "C.m = lambda self, x: x + 5",
    ),
    "a method of a base class": (
        "class B:\n    def m(self, x): return 2 * x\nclass C(B): pass\nc = C()\n"
        "def f(x): return w * c.m(x)",
        "B.m = lambda self, x: x + 5",
    ),
    "a method that hides one of a base class": (
        "class B:\n    def m(self, x): return 2 * x\nclass C(B): pass\nc = C()\n"
        "def f(x): return w * c.m(x)",
        "C.m = lambda self, x: x + 5",
    ),
    "a method of the object alone": (
        "class C:\n    def m(self, x): return 2 * x\nc = C()\ndef f(x): return w * c.m(x)",
        "c.m = lambda x: x + 5",
    ),
    "what a method uses": (
        "class C:\n    def m(self, x): return k * x\nc = C()\ndef f(x): return w * c.m(x)",
        "k = 7.0",
    ),
    "a method of an element": (
        "class C:\n    def m(self, x): return 2 * x\ncs = [C()]\n"
        "def f(x): return w * sum(c.m(x) for c in cs)",
        "C.m = lambda self, x: x + 5",
    ),
    "an operator": (
        "class C:\n    def __rmul__(self, x): return k * x\nc = C()\ndef f(x): return w * (x * c)",
        "C.__rmul__ = lambda self, x: x + 5",
    ),
    "what a property uses": (
        "class C:\n    _k = 2.0\n    @property\n    def k(self): return self._k\nc = C()\n"
        "def f(x): return w * c.k * x",
        "c._k = 5.0",
    ),
    "what a static method uses": (
        "class C:\n    @staticmethod\n    def m(x): return k * x\ndef f(x): return w * C.m(x)",
        "k = 7.0",
    ),
    "what a class method uses": (
        "class C:\n    k = 2.0\n    @classmethod\n    def m(cls, x): return cls.k * x\n"
        "def f(x): return w * C.m(x)",
        "C.k = 5.0",
    ),
    "an attribute of a class": ("class C: k = 2.0\ndef f(x): return w * C.k * x", "C.k = 5.0"),
    "an object's attribute that its class had": (
        "class C: k = 2.0\nc = C()\ndef f(x): return w * c.k * x",
        "c.k = 5.0",
    ),
    "a class that makes objects inside": (
        "class C:\n    def __init__(self, x): self.y = k * x\ndef f(x): return w * C(x).y",
        "k = 7.0",
    ),
    "a data class": (
        "@dataclass\nclass C: k: float\nc = C(2.0)\ndef f(x): return w * c.k * x",
        "c.k = 5.0",
    ),
    "a slot": (
        "class C:\n    __slots__ = ('k',)\nc = C()\nc.k = 2.0\ndef f(x): return w * c.k * x",
        "c.k = 5.0",
    ),
    "an attribute of a function": (
        "def h(x): return h.k * x\nh.k = 2.0\n" + F,
        "h.k = 5.0",
    ),
    "an attribute by getattr": (
        "o = Namespace(k=2.0)\ndef f(x): return w * getattr(o, 'k') * x",
        "o.k = 5.0",
    ),
    "an attribute by its dictionary": (
        "o = Namespace(k=2.0)\ndef f(x): return w * vars(o)['k'] * x",
        "o.k = 5.0",
    ),
    "an attribute by __getattr__": (
        "class C:\n    def __init__(self): self.store = {'k': 2.0}\n"
        "    def __getattr__(self, name): return self.store[name]\nc = C()\n"
        "def f(x): return w * c.k * x",
        "c.store['k'] = 5.0",
    ),
    "a model that refers to itself": (
        "class M:\n    def __init__(self):\n        self.me, self.k = self, 2.0\n"
        "    def parameters(self): return [w]\n    def __call__(self, x): return w * self.k * x\n"
        "f = M()",
        "f.k = 5.0",
    ),
    "a list that holds itself": (
        "a = [2.0]\na.append(a)\ndef f(x): return w * a[1][1][0] * x",
        "a[0] = 5.0",
    ),
    "an attribute by attrgetter": (
        "from operator import attrgetter\no = Namespace(k=2.0)\nget = attrgetter('k')\n"
        "def f(x): return w * get(o) * x",
        "o.k = 5.0",
    ),
    "what a cache gives": (
        "@functools.lru_cache\ndef make(): return Namespace(k=2.0)\n"
        "def f(x): return w * make().k * x",
        "make().k = 5.0",
    ),
    "a cache that was emptied": (
        "@functools.lru_cache\ndef make(): return Namespace(k=2.0)\n"
        "make().k = 5.0\ndef f(x): return w * make().k * x",
        "make.cache_clear()",
    ),
    "what a cache of any size gives": (
        "@functools.cache\ndef make(): return [2.0]\ndef f(x): return w * make()[0] * x",
        "make()[0] = 5.0",
    ),
    "what is seen through a dictionary's values": (
        "values = {'k': [2.0]}.values()\ndef f(x): return w * [*values][0][0] * x",
        "[*values][0][0] = 5.0",
    ),
    "an object behind a weak reference": (
        "import weakref\nclass C: k = 2.0\no = C()\nr = weakref.ref(o)\n"
        "def f(x): return w * r().k * x",
        "o.k = 5.0",
    ),
    "a context variable": (
        "from contextvars import ContextVar\nv = ContextVar('v')\nv.set([2.0])\n"
        "def f(x): return w * v.get()[0] * x",
        "v.get()[0] = 5.0",
    ),
    "another value of a context variable": (
        "from contextvars import ContextVar\nv = ContextVar('v')\nv.set(2.0)\n"
        "def f(x): return w * v.get() * x",
        "v.set(5.0)",
    ),
    "what a partial method uses": (
        "class C:\n    def m(self, k, x): return k * c * x\n"
        "    n = functools.partialmethod(m, 2.0)\nc, o = 1.0, C()\ndef f(x): return w * o.n(x)",
        "c = 5.0",
    ),
    "a module that is imported while it is recorded": (
        "def f(x):\n    import homework_later\n    return w * homework_later.K * x",
        "import sys; sys.modules['homework_later'].K = 7.0",
    ),
    "a base class's __init__": (
        "class B:\n    def __init__(self, x): self.y = 2 * x\nclass C(B): pass\no = C(1.0)\n"
        "def f(x): return w * C(x).y + o.y",
        "B.__init__ = lambda self, x: setattr(self, 'y', x + 5)",
    ),
    "a subclass of Value": (
        "class P(Value): pass\np = P(3.0)\np.k = 2.0\ndef f(x): return w * p * p.k * x",
        "p.k = 5.0",
    ),
}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """The names that a case finds."""
    from array import array
    from collections import deque
    from dataclasses import dataclass

    module = ModuleType("homework_module")
    vars(module).update(K=3.0, h=lambda x: 2 * x)
    monkeypatch.setitem(sys.modules, "homework_module", module)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "homework_later.py").write_text("K = 3.0\n")
    sys.modules.pop("homework_later", None)
    package, sibling = (ModuleType(f"homework_package{x}") for x in ("", ".sibling"))
    package.__path__ = []
    sibling.K = 3.0
    for x in (package, sibling):
        monkeypatch.setitem(sys.modules, x.__name__, x)
    monkeypatch.setattr(math, "K", 3.0, raising=False)
    scope = {
        "__name__": "homework",
        "__package__": "homework_package",
        "ag": ag,
        "np": np,
        "Value": Value,
        "functools": functools,
    }
    scope |= {"w": Value(2.0), "k": 3.0, "mod": module, "Namespace": SimpleNamespace}
    return scope | {"array": array, "deque": deque, "dataclass": dataclass}


def answers(f: Any) -> list[Any]:
    """The function at two points and on a column."""
    return [f(1.5), f(-2.0), list(f([1.5, -2.0])), f.value_and_grad(np.array([1.5, -2.0]))[0]]


def expected(f: Any) -> list[Any]:
    """The same, eagerly."""
    y = [f(Value(1.5)).data, f(Value(-2.0)).data]
    return [*y, y, sum(y) / 2]


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_noticed(case: str, world: dict[str, Any]) -> None:
    setup, change = CHANGES[case]
    exec(setup, world)
    f, column = ag.compile(world["f"], inputs=1), np.array([1.5, -2.0])
    batch = f.bind(column)
    before = answers(f)
    assert before == expected(world["f"])
    program = f.program
    assert answers(f) == before
    assert f.program is program, "nothing had changed"
    exec(change, world)
    after = expected(world["f"])
    assert after != before
    assert answers(f) == after
    assert batch(f.vector())[0] == after[-1]


GONE: dict[str, tuple[str, str, str]] = {
    "a global": (HELPER + F, "del h", "name 'h' is not defined"),
    "a helper's global": (HELPER + F, "del k", "name 'k' is not defined"),
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


UNTOUCHED: dict[str, tuple[str, str]] = {
    "another global": ("def f(x): return w * x", "k = 7.0"),
    "an attribute that nobody asks for": (
        "o = Namespace(k=2.0, n=0)\ndef f(x): return w * o.k * x",
        "o.n += 1",
    ),
    "an attribute of a class that nobody asks for": (
        "class C:\n    k = 2.0\n    count = 0\nc = C()\ndef f(x): return w * c.k * x",
        "C.count += 1",
    ),
    "a global that has an attribute's name": (
        "o = Namespace(k=2.0)\ndef f(x): return w * o.k * x",
        "k = 7.0",
    ),
    "the number of a parameter": ("def f(x): return w * x", "w.data = 7.0"),
    "the gradient of a parameter": ("def f(x): return w * x", "w.grad = 7.0"),
    "the result of another call": (
        "calls = []\ndef f(x): return w * x\ndef g(x): calls.append(x)",
        "g(1.0)",
    ),
    "a compiled helper that was used": (
        "h = ag.compile(lambda x: k * x)\n" + F,
        "h(2.0); h([1.0])",
    ),
    "random numbers elsewhere": (
        "import random\nr = random.Random(0)\no = Namespace(r=r, k=2.0)\n"
        "def f(x): return w * o.k * x",
        "r.random()",
    ),
}


@pytest.mark.parametrize("case", UNTOUCHED)
def test_what_the_function_does_not_look_at_costs_nothing(case: str, world: dict[str, Any]) -> None:
    setup, change = UNTOUCHED[case]
    exec(setup, world)
    f = ag.compile(world["f"])
    program = f.program
    exec(change, world)
    assert f.program is program
