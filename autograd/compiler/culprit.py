"""A kernel's result is inf or nan: find the example, and let the eager engine name the op.

Kernels compute by IEEE arithmetic and look at their results only; the eager engine looks at every
operation. So the example in question is run again, eagerly. Read ``compiled.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import chain, repeat
from typing import Any

from autograd.backprop import exhaust
from autograd.errors import NonFiniteError
from autograd.finite import allowed
from autograd.nested import flatten
from autograd.ops import OPS
from autograd.value import Value

__all__ = ["raise_for_example"]


def raise_for_example(
    function: Callable[..., Any],
    rows: Sequence[Sequence[float]],
    leaves: Sequence[Value],
    numbers: Sequence[float] | None = None,
) -> None:
    """Raise the eager engine's ``NonFiniteError`` with the number of the first example.

    ``rows`` are the examples, ``leaves`` the parameters; with ``numbers`` in place of their own the
    gradient by them was taken. Does nothing where inf and nan are allowed.
    """
    if allowed():
        return
    gradients = map(setattr, leaves, repeat("grad"), [leaf.grad for leaf in leaves])
    data = map(setattr, leaves, repeat("data"), [leaf.data for leaf in leaves])
    written = chain(data, gradients)
    try:
        if numbers is not None:
            exhaust(map(setattr, leaves, repeat("data"), map(float, numbers)))
        _refuse_parameters(leaves)
        _run_again(function, rows, numbers is not None)
    finally:
        exhaust(written)
    raise NonFiniteError(
        f"a result over {len(rows)} examples is inf or nan, though no single operation on one of "
        "them is: numbers this large overflow when they are added up",
        OPS["add"],
        (),
        float("nan"),
    )


def _refuse_parameters(leaves: Sequence[Value]) -> None:
    """Name the first parameter that is inf or nan itself: no operation has made it so."""
    for i, leaf in enumerate(leaves):
        if not math.isfinite(leaf.data):
            name = f"the parameter {leaf.label!r}" if leaf.label else f"parameters[{i}]"
            raise NonFiniteError(
                f"{name} is {leaf.data}, and so is what is made of it: the training has diverged, "
                "or a wrong number was put in",
                OPS["identity"],
                (leaf,),
                leaf.data,
            )


def _run_again(
    function: Callable[..., Any], rows: Sequence[Sequence[float]], gradient: bool
) -> None:
    """Run each example eagerly, with its gradient if that is wanted; errors get its number."""
    for i, row in enumerate(rows):
        try:
            outputs = flatten(function(*map(Value, map(float, row))))
            if gradient and isinstance(outputs[0], Value):
                outputs[0].backward()
        except NonFiniteError as error:
            text = f"example {i}: {error}"
            raise NonFiniteError(text, error.op, error.operands, error.result) from error
