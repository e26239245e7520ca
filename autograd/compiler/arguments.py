"""How a function is called: the names of its arguments, and arguments that are given by name.

A program has its inputs in a row, so what is called by name is made a function of positions here.
Read ``versions.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from operator import index
from typing import Any

from autograd.errors import GraphError, OperandError

__all__ = [
    *("arguments", "by_name", "by_position", "check_count", "check_named", "miscounted"),
    "title_of",
]

_IN_A_ROW = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_REST = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def arguments(f: Callable[..., Any]) -> tuple[list[str], bool]:
    """Names of the arguments without a default, and whether there may be more.

    >>> arguments(lambda x, y, k=1, *rest: x)
    (['x', 'y'], True)
    """
    found = _parameters(f)
    if found is None:
        return [], True
    return _needed(found), any(p.kind is Parameter.VAR_POSITIONAL for p in found)


def by_position(f: Callable[..., Any]) -> Callable[..., Any]:
    """The function itself, or one that takes by position what this one must be given by name.

    >>> def power(x, *, exponent): return x**exponent
    >>> by_position(power)(2.0, 3.0)
    8.0
    """
    found = _parameters(f) or []
    named = _needed([p for p in found if p.kind is Parameter.KEYWORD_ONLY])
    return by_name(f, len(_needed(found)) - len(named), named) if named else f


def by_name(f: Callable[..., Any], count: int, named: Sequence[str]) -> Callable[..., Any]:
    """``f`` of so many arguments by position, and these by name, as a function of positions."""

    @wraps(f)
    def call(*xs: Any) -> Any:
        return f(*xs[:count], **dict(zip(named, xs[count:])))

    given = [p.name for p in _parameters(f) or [] if p.kind in _IN_A_ROW][:count]
    names = [*given, *(f"x{i}" for i in range(len(given), count)), *named]
    parameters = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return call


def check_count(f: Callable[..., Any], count: Any) -> int:
    """``count``, if f takes so many arguments by position; ``GraphError`` says how many it takes.

    Raises ``OperandError`` for what is no whole number, or below 0.

    >>> check_count(lambda x, *rest: x, 3)
    3
    """
    if isinstance(count, bool) or not hasattr(count, "__index__") or count < 0:
        raise OperandError(
            f"inputs is how many numbers the function takes, a whole number, got {count!r}"
        )
    found = _parameters(f)
    if found is not None:
        least = len(_needed(found))
        most = sum(p.kind in _IN_A_ROW for p in found)
        rest = any(p.kind is Parameter.VAR_POSITIONAL for p in found)
        if count < least or (count > most and not rest):
            takes = f"at least {least}" if rest else f"{least} to {most}"
            raise GraphError(
                f"compile was asked for inputs={count}, and {title_of(f)} takes "
                f"{least if least == most and not rest else takes}: leave inputs out, it is for "
                "functions of any number of arguments (*args) and for arguments with a default"
            )
    return index(count)


def title_of(f: Callable[..., Any]) -> str:
    """What the function is called in messages."""
    return getattr(f, "__name__", "the function")


def miscounted(f: Callable[..., Any], said: int, got: int) -> GraphError:
    """What is raised where ``inputs`` is not the number of arguments that f is called with."""
    return GraphError(f"{title_of(f)} takes {said} numbers, as inputs={said} says, got {got}")


def check_named(
    f: Callable[..., Any], args: Sequence[Any], named: Mapping[str, Any], said: int | None
) -> None:
    """Raise Python's own ``TypeError`` for names that f does not take, ``GraphError`` for more
    arguments than were ``said``, and ``OperandError`` for what is no number: that belongs to the
    function, not to its inputs."""
    signature(f).bind(*args, **named)
    if said is not None and len(args) > said:
        raise miscounted(f, said, len(args))
    for name, x in named.items():
        if x is None or isinstance(x, (str, bytes)):
            raise OperandError(
                f"argument {name} is {x!r}, and a compiled function is called with numbers and "
                f"columns: write compile(functools.partial(f, {name}={x!r}))"
            )


def _parameters(f: Callable[..., Any]) -> list[Parameter] | None:
    try:
        return list(signature(f).parameters.values())
    except ValueError:  # some functions that are written in C do not say
        return None


def _needed(parameters: Sequence[Parameter]) -> list[str]:
    return [p.name for p in parameters if p.default is Parameter.empty and p.kind not in _REST]
