"""Whether the fields of a row of the op table fit together; read ``ops.py`` next."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Collection
    from typing import Any

__all__ = ["TAKEN", "check_fields", "check_texts", "defaults"]

#: what the templates in specialise.py call things themselves
TAKEN = {
    *("g", "node", "p0", "p1", "p2", "Value", "new", "fallback", "meet", "refuse", "rescue"),
    *("float", "int", "ArithmeticError"),
}


def check_texts(name: object, *texts: object) -> None:
    """Refuse fields that should be texts and are not."""
    for text in (name, *texts):
        if not isinstance(text, str):
            raise ValueError(f"row {name!r}: its fields are texts, got {text!r}")


def defaults(name: str, given: list[str]) -> tuple[float, ...]:
    """The numbers of the last operands; the first have none.

    >>> defaults("leaky_relu", ["", "0.01"])
    (0.01,)
    """
    texts = [text for text in given if text]
    try:
        numbers = tuple(map(float, texts))
    except ValueError:
        raise ValueError(f"row {name!r}: a default is a number, got {', '.join(texts)}") from None
    if texts != given[len(given) - len(texts) :]:
        raise ValueError(f"row {name!r}: operands with a default come last")
    return numbers


def check_fields(op: Any, domains: Collection[str]) -> None:
    """Refuse a row whose fields do not fit together, before anything is compiled from it."""
    start = f"row {op.name!r}:"
    for word in (op.name, *op.operands):
        if not word.isidentifier():
            raise ValueError(f"{start} {word!r} is not a name that Python can read")
    if not 1 <= op.arity <= 3 or len(set(op.operands)) < op.arity:
        raise ValueError(f"{start} one to three different operands, got {op.operands}")
    if taken := {*TAKEN, f"op_{op.name}"}.intersection(op.operands):
        raise ValueError(f"{start} {taken.pop()!r} has a meaning already: rename that operand")
    if {"y", "out"} <= set(op.operands):
        raise ValueError(f"{start} 'y' or 'out' is the output's name: rename one of the operands")
    if not op.arity == len(op.partials) == len(op.domain):
        raise ValueError(f"{start} one partial and one domain per operand, please")
    for word in op.domain:
        if word not in domains:
            raise ValueError(f"{start} no domain {word!r}, there are {', '.join(domains)}")
    _check_looks(op, start)
    _check_conventions(op, start)


def _check_looks(op: Any, start: str) -> None:
    if not op.symbol.isprintable() or not op.symbol.strip():
        raise ValueError(f"{start} a symbol is something to see, got {op.symbol!r}")
    try:
        op.latex.format(*op.operands)
    except (IndexError, KeyError, ValueError, AttributeError):
        raise ValueError(
            f"{start} the operands' places in latex are {{0}}, {{1}}, {{2}}, other braces are "
            f"doubled, got {op.latex!r}"
        ) from None


def _check_conventions(op: Any, start: str) -> None:
    for point, convention in op.conventions.items():
        shapes = (len(point), len(convention), len(convention[-1]))
        if shapes != (op.arity, 2, op.arity):
            raise ValueError(
                f"{start} a convention is point: (value, (derivative, …)), a number for each of "
                f"{', '.join(op.operands)}, got {point}: {convention}"
            )
