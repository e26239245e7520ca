"""NumPy, JAX and PyTorch: what each calls the same things.

Read ``matrices.py`` (programs of whole arrays) next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from autograd.compiler.backends.text import Text, bare, called, is_comparison
from autograd.ops import Op

__all__ = ["JAX", "NUMPY", "TORCH", "Library"]


class Library(NamedTuple):
    """Where its functions are, how a text begins, what some rows are called, and definitions of
    those that it has not; ``number`` makes an array of what may be a float, ``many`` calls a
    function on many examples, ``constant`` is an array that it does not differentiate."""

    module: str
    head: str
    names: Mapping[str, str]
    helpers: Mapping[str, str]
    number: str = ""
    axis: str = "axis"
    many: str = "a loop"
    constant: str = "{}"

    def function(self, row: Op, used: dict[str, None]) -> Callable[..., Any]:
        """How the library says a primitive; the helpers that are called are noted."""

        def call(*operands: Any) -> Text:
            given = [Text(self.given(x)) for x in operands]
            if row.name == "where" and self.number and not is_comparison(repr(given[0])):
                given[0] = Text(f"{given[0]!r} != 0")
            if row.name in self.helpers:
                used[row.name] = None
                return called(row.name)(*given)
            return called(f"{self.module}.{self.names.get(row.name, row.name)}")(*given)

        return call

    def given(self, x: Any) -> str:
        """An operand of a function: a number is made an array, where that must be."""
        text = bare(repr(x))
        return f"{self.number}({text})" if self.number and _NUMBER.fullmatch(text) else text

    def stopped(self, text: str) -> str:
        """What it does not differentiate, made of a name, a call or a number."""
        return self.constant.format(self.given(Text(text)) if _NUMBER.fullmatch(text) else text)


_NUMBER = re.compile(r"\(?-?[\d.]+(e[+-]?\d+)?\)?|[\w.]*\.(inf|nan)")


_ARC = {
    **{f"a{name}": f"arc{name}" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"atan2": "arctan2", "pow": "power", "floordiv": "floor_divide"},
}
_SIGMOID = """\
def sigmoid(x):
    e = {0}.exp(-abs(x))
    return {0}.where(x >= 0, 1.0, e) / (1 + e)
"""
_SOFTPLUS = """\
def softplus(x):
    return {0}.maximum(x, {1}) + {0}.log1p({0}.exp(-abs(x)))
"""

NUMPY = Library(
    "np",
    "import numpy as np",
    _ARC,
    {
        "sigmoid": _SIGMOID.format("np"),
        "softplus": _SOFTPLUS.format("np", "0.0"),
        "erf": """\
def erf(x):
    from math import erf

    return np.vectorize(erf, otypes=[float])(x)
""",
    },
)
JAX = Library(
    "jnp",
    """\
import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)""",
    _ARC,
    {
        "sigmoid": _SIGMOID.format("jnp"),
        "softplus": _SOFTPLUS.format("jnp", "0.0"),
        "erf": "def erf(x):\n    return jax.scipy.special.erf(x)\n",
    },
    many="jax.vmap",
    constant="jax.lax.stop_gradient({})",
)
TORCH = Library(
    "torch",
    """\
import torch


def number(x):
    return torch.as_tensor(x, dtype=torch.float64)
""",
    {"floordiv": "floor_divide", "mod": "remainder"},
    {"softplus": _SOFTPLUS.format("torch", "number(0.0)")},
    "number",
    "dim",
    "torch.func.vmap",
    "{}.detach()",
)
