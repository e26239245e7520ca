"""Whatever a function looks at can change: the compiled one then answers as the eager one does.

Each case is a little script of a student's: what stands first, and what is done to it later. The
function is ``f``; the names that it finds stand in ``conftest.py``. Objects have a file of their
own.
"""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
from autograd.compiler.watch.reach import Reach

NAME = "tanh"

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
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_is_noticed(case: str, noticed: Callable[[str, str], None]) -> None:
    noticed(*CHANGES[case])


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
    "what only installed code looks at": (
        "import logging\nlog = logging.getLogger('homework')\n"
        "def f(x):\n    log.debug('called')\n    return w * x",
        "log.propagate = not log.propagate; log.filters.append(print); log.filters.clear()",
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


def test_a_text_that_names_any_attribute_does_not_lead_through_installed_packages() -> None:
    """With ``getattr(x, name)`` all of NumPy, of ``nn`` and of what they import is in sight."""
    import nn

    def f(x: Any) -> Any:
        return getattr(ag, NAME)(x) * nn.mse(x, 0.0) * math.pi

    assert len(Reach(f).looks) < 100
