"""``one_value``: what every picture and text begins with, or an error that says what to give.

Read ``names.py`` next.
"""

from __future__ import annotations

from typing import Any

from autograd.errors import OperandError
from autograd.value import Value

__all__ = ["one_value"]


def one_value(what: str, thing: Any) -> Value:
    """The thing itself, if it is a Value.

    Raises ``OperandError``, which says what was asked for, what came and what to do.

    >>> one_value("draw", Value(2.0))
    Value(2.0)
    """
    if isinstance(thing, Value):
        return thing
    raise OperandError(f"{what} needs one Value, got {_found(thing)}")


def _found(thing: Any) -> str:
    """What came instead, and what to do about it."""
    kind = type(thing).__name__
    if thing is None:
        return "None: was a return forgotten?"
    if isinstance(thing, str):
        return f"the text {thing!r}: give the Value of that name, without quotes"
    if isinstance(thing, (int, float)):
        return (
            f"the plain number {thing!r}, which does not know how it was made: compute it from a "
            'Value(2.0, label="x"), and without .data on the way'
        )
    if hasattr(thing, "named_parameters"):
        return f"a model ({kind}): give what it answers, model(x), and the model as model=model"
    if hasattr(thing, "__len__"):
        return f"a {kind} of {len(thing)}: take one of its elements, or their sum"
    if callable(thing):
        return f"the function {getattr(thing, '__name__', kind)}: give what it returns for a Value"
    return f"a {kind}: {thing!r}"
