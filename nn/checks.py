"""Arguments looked at in one way everywhere: whole numbers, names, packages that may be missing.

Read ``models/module.py`` next.
"""

from __future__ import annotations

import difflib
import operator
from collections.abc import Iterable
from typing import Any

import autograd as ag

__all__ = ["did_you_mean", "needed", "one_of", "whole"]


def whole(name: str, n: Any, least: int = 1, most: int | None = None) -> int:
    """``n`` as an int; NumPy's whole numbers are welcome, True and 2.0 are not.

    Raises ``GraphError`` (a ``ValueError``) that says what ``name`` is.

    >>> whole("epochs", 3), whole("epochs", 0, least=0)
    (3, 0)
    """
    try:
        found = operator.index(n)
    except TypeError:
        found = None
    fits = found is not None and least <= found and (most is None or found <= most)
    if found is None or not fits or isinstance(n, bool):
        end = "on" if most is None else f"to {most}"
        raise ag.GraphError(f"{name} is a whole number from {least} {end}, got {n!r}")
    return found


def one_of(name: str, word: Any, known: Iterable[str], more: str = "") -> str:
    """``word``, if it is one of the known ones.

    Raises ``GraphError`` (a ``ValueError``) that lists them, then ``more``, and names the closest.

    >>> one_of("loss", "mse", ["bce", "mse"])
    'mse'
    >>> one_of("loss", "MES", ["bce", "mse"])
    Traceback (most recent call last):
    autograd.errors.GraphError: unknown loss 'MES' (did you mean 'mse'?); known: bce, mse
    """
    listed = list(known)
    if isinstance(word, str) and word in listed:
        return word
    told = ", ".join(listed) or "none"
    raise ag.GraphError(f"unknown {name} {word!r}{did_you_mean(word, listed)}; known: {told}{more}")


def did_you_mean(word: Any, known: Iterable[str]) -> str:
    """The hint at the one or two closest of the known words, or nothing.

    >>> did_you_mean("xorr", ["and", "xor"])
    " (did you mean 'xor'?)"
    """
    closest = difflib.get_close_matches(str(word).lower(), list(known), n=2)
    return f" (did you mean {' or '.join(map(repr, closest))}?)" if closest else ""


def needed(purpose: str, module: str) -> Any:
    """An optional package, or a module of one: ``needed("a picture", "matplotlib.pyplot")``.

    Raises ``MissingPackageError`` that names the purpose where it is not installed, or is broken.
    """
    package, _, part = module.partition(".")
    try:
        found = __import__(package, fromlist=[part] if part else ())
    except ModuleNotFoundError as error:  # perhaps of what the package needs itself
        raise ag.missing_package(purpose, error.name or package) from None
    except Exception as error:
        raise ag.MissingPackageError(
            f"{purpose} needs {package}, which is installed but cannot be imported ({error}): "
            f"python -m pip install --force-reinstall {package}"
        ) from error
    return getattr(found, part) if part else found
