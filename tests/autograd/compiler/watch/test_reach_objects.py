"""Changes of objects and their classes are noticed: see ``test_reach.py``."""

from collections.abc import Callable

import pytest

import autograd as ag

CHANGES: dict[str, tuple[str, str]] = {
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
    "an object whose equality has no hash": (
        "class E:\n    __hash__ = None\n    def __call__(self, *other): return True\n"
        "class P:\n    __eq__ = E()\np, q = P(), P()\np.k, q.k = 2.0, 5.0\n"
        "o = Namespace(p=p)\ndef f(x): return w * o.p.k * x",
        "o.p = q",
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
        "def h(x): return h.k * x\nh.k = 2.0\ndef f(x): return w * h(x)",
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


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_noticed(case: str, noticed: Callable[[str, str], None]) -> None:
    noticed(*CHANGES[case])


class Bare:
    """An object without the attribute that is asked for."""


def test_an_attribute_that_comes_later_is_noticed() -> None:
    bare = Bare()
    f = ag.compile(lambda x: x * getattr(bare, "factor", 2.0))
    g = ag.compile(lambda x: x * (3.0 if hasattr(bare, "extra") else 2.0))
    assert (f(1.5), g(1.5)) == (3.0, 3.0)
    bare.factor, bare.extra = 3.0, True  # type: ignore[attr-defined]
    assert (f(1.5), g(1.5)) == (4.5, 4.5)


def test_a_class_that_two_others_build_on_is_looked_at_for_both() -> None:
    class Mixin:
        pass

    class Base:
        def h(self) -> float:
            return 2.0

    class First(Mixin):
        def g(self) -> float:
            return 1.0

    class Second(Mixin, Base):
        pass

    first, second = First(), Second()
    f = ag.compile(lambda x: x * first.g() * second.h())
    assert f(1.5) == 3.0
    Mixin.h = lambda self: 3.0  # type: ignore[attr-defined]
    assert f(1.5) == 4.5
