"""Activations by name, as ``torch.nn`` has them; all others as the compiler writes them.

Needs PyTorch. Read ``build.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

import autograd as ag
from nn.export.known import recorded
from nn.export.pytorch.parts import Elementwise, Sign

__all__ = ["NAMED", "activation_modules", "activation_read"]

#: above this PyTorch takes log(1 + eˣ) to be x, and so do doubles
THRESHOLD = 40.0

#: name of an activation -> the module that is equal to it
NAMED: dict[str, Callable[[], Any]] = {
    "identity": torch.nn.Identity,
    "leaky_relu": torch.nn.LeakyReLU,
    "relu": torch.nn.ReLU,
    "sigmoid": torch.nn.Sigmoid,
    "sign": Sign,
    "softplus": lambda: torch.nn.Softplus(threshold=THRESHOLD),
    "tanh": torch.nn.Tanh,
}


def activation_modules(activation: Any, place: str) -> list[Any]:
    """The modules for an activation: one, or none for "linear".

    >>> activation_modules("tanh", ""), activation_modules("linear", "")
    ([Tanh()], [])
    """
    if activation == "linear":
        return []
    if activation in NAMED:
        return [NAMED[activation]()]
    name = activation if isinstance(activation, str) else getattr(activation, "__name__", "?")
    return [Elementwise(name, recorded(activation, place).source("torch"))]


# --- back ---


def gelu(x: Any) -> Any:
    """x·Φ(x), with Φ the normal distribution: Hendrycks & Gimpel 2016."""
    return x * 0.5 * (1.0 + ag.erf(x / 2.0**0.5))


def silu(x: Any) -> Any:
    """x·σ(x): Elfwing et al. 2017."""
    return x * ag.sigmoid(x)


def softsign(x: Any) -> Any:
    """x / (1 + |x|)."""
    return x / (1.0 + ag.abs(x))


def log_sigmoid(x: Any) -> Any:
    """log σ(x)."""
    return -ag.softplus(-x)


#: class -> the settings that it must have, and what it is here
READ: dict[Any, tuple[dict[str, Callable[[Any], bool]], Any]] = {
    torch.nn.GELU: ({"approximate": lambda x: x == "none"}, gelu),
    torch.nn.LeakyReLU: ({"negative_slope": lambda x: x == 0.01}, "leaky_relu"),
    torch.nn.LogSigmoid: ({}, log_sigmoid),
    torch.nn.ReLU: ({}, "relu"),
    torch.nn.SiLU: ({}, silu),
    torch.nn.Sigmoid: ({}, "sigmoid"),
    Sign: ({}, "sign"),
    torch.nn.Softplus: ({"beta": lambda x: x == 1.0, "threshold": lambda x: x >= 20}, "softplus"),
    torch.nn.Softsign: ({}, softsign),
    torch.nn.Tanh: ({}, "tanh"),
}


def activation_read(module: Any) -> Any:
    """The activation that a module is; None for what is none.

    Raises ``ValueError`` that names a setting with which it is another function than ours.
    """
    if type(module) is Elementwise:
        return _elementwise(module)
    settings, activation = READ.get(type(module), ({}, None))
    for name, fits in settings.items():
        if not fits(getattr(module, name)):
            raise ValueError(f"its {name} is {getattr(module, name)!r}, which nothing here has")
    return activation


def _elementwise(module: Any) -> Any:
    if module.name in ag.unary_ops():
        return module.name
    raise ValueError("it is a function of somebody's own, which has only its text in PyTorch")
