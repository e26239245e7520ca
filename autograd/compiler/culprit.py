"""A kernel's result is inf or nan: find the example, and let the eager engine name the op.

Kernels compute by IEEE arithmetic and look at their results only; the eager engine looks at every
operation. So the example in question is run again, eagerly. Read ``compiled.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from autograd.errors import NonFiniteError
from autograd.finite import allowed
from autograd.nested import flatten
from autograd.ops import OPS
from autograd.value import Value

__all__ = ["raise_for_example"]


def raise_for_example(
    function: Callable[..., Any],
    rows: Sequence[Sequence[float]],
    leaves: Sequence[Value] = (),
    numbers: Sequence[float] | None = None,
) -> None:
    """Raise the eager engine's ``NonFiniteError`` with the number of the first example.

    ``rows`` are the examples; ``leaves`` the parameters that the gradient was taken by, with
    ``numbers`` in place of their own. Does nothing where inf and nan are allowed.
    """
    if allowed():
        return
    with _as_they_were(leaves, numbers):
        for i, row in enumerate(rows):
            try:
                outputs = flatten(function(*map(Value, map(float, row))))
                if leaves and isinstance(outputs[0], Value):
                    outputs[0].backward()
            except NonFiniteError as error:
                text = f"example {i}: {error}"
                raise NonFiniteError(text, error.op, error.operands, error.result) from error
    raise NonFiniteError(
        f"a result over {len(rows)} examples is inf or nan, though no single operation on one of "
        "them is: numbers this large overflow when they are added up",
        OPS["add"],
        (),
        float("nan"),
    )


@contextmanager
def _as_they_were(leaves: Sequence[Value], numbers: Sequence[float] | None) -> Iterator[None]:
    """Give the parameters other numbers for a while; put back numbers and gradients."""
    before = [(leaf.data, leaf.grad) for leaf in leaves]
    try:
        for leaf, number in zip(leaves, numbers if numbers is not None else ()):
            leaf.data = float(number)
        yield
    finally:
        for leaf, (data, grad) in zip(leaves, before):
            leaf.data, leaf.grad = data, grad
