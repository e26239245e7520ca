"""``named``: functions that are made by a call show themselves as that call.

Read ``nn/models/module.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

__all__ = ["Named", "named"]

P = ParamSpec("P")
F = TypeVar("F", bound=Callable[..., Any])


class Named:
    """A function with the text of the call that made it as its name and its repr."""

    def __init__(self, text: str, function: Callable[..., Any]) -> None:
        self.__name__ = self.__qualname__ = text
        self.__doc__ = function.__doc__
        self.__wrapped__ = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function gives."""
        return self.__wrapped__(*args, **kwargs)

    def __repr__(self) -> str:
        return self.__name__


def named(make: Callable[P, F]) -> Callable[P, F]:
    """Have what a function makes print as the call that made it.

    >>> @named
    ... def power(n):
    ...     return lambda x: x**n
    >>> power(3), power(n=3)(2.0)
    (power(3), 8.0)
    """

    @wraps(make)
    def maker(*args: P.args, **kwargs: P.kwargs) -> F:
        given = [_shown(x) for x in args] + [f"{name}={_shown(x)}" for name, x in kwargs.items()]
        text = f"{make.__name__}({', '.join(given)})"
        return Named(text, make(*args, **kwargs))  # type: ignore[return-value]  # called alike

    return maker


def _shown(x: object) -> str:
    return str(getattr(x, "__name__", x))
