"""One call on plain numbers, written out: from the arguments to the result in its shape.

What stands around the arithmetic is part of the text as well: looking at the arguments, reading the
parameters, looking at the results, and giving them back as the function would. A call that is not
plain (a column, an inf, a function that is being recorded) is answered with ``NotImplemented``, and
left to those who know more. Read ``llvm/builtin.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograd.compiler.backends.python import python_lines, python_names, python_scope
from autograd.compiler.program import Program
from autograd.compiler.symbol import recording
from autograd.ieee import RAISING
from autograd.nested import unflatten
from autograd.value import Value

__all__ = ["direct", "direct_source", "holds_array", "marks"]

#: terms in one line: Python's own compiler is recursive
_TERMS = 100


def direct(program: Program, leaves: Sequence[Value], shape: Any) -> Callable[..., Any]:
    """The program as a function of its inputs; ``leaves`` are its parameters.

    What a function of ``math`` refuses is not plain: so these are called as they are.
    """
    calls = {name: RAISING.get(x, x) for name, x in python_scope().items() if callable(x)}
    keys = [key for kind, key in marks(shape) if kind == "key"]
    given = {"_recording": recording, "_floats": _floats, "_leaves": leaves, "_shape": shape}
    scope = {**python_scope(), **calls, **given, "_unflatten": unflatten, "_keys": keys}
    made: dict[str, Callable[..., Any]] = {}  # not in its own scope: no circle to collect
    exec(compile(direct_source(program, shape), "<compiled call>", "exec"), scope, made)
    return made["_call"]


def direct_source(program: Program, shape: Any) -> str:
    """The text of that function.

    >>> from autograd.compiler.record import record
    >>> recorded = record(lambda x, y: [x * y], 2)
    >>> print(direct_source(recorded.program, recorded.result))
    def _call(x0=None, x1=None, *_more):
        if _recording() or _more: return NotImplemented
        if not float is x0.__class__ is x1.__class__:
            _given = _floats([x0, x1])
            if _given is None: return NotImplemented
            x0, x1, = _given
        try:
            v2 = x0 * x1
            _sum = x0 + x1 + v2
        except (ArithmeticError, ValueError): return NotImplemented
        if _sum - _sum != 0.0: return NotImplemented
        return [v2,]
    <BLANKLINE>
    """
    names = python_names(program, [], "_call")
    steps, outputs = python_lines(program, names)
    lines = [f"def _call({''.join(f'{name}=None, ' for name in names)}*_more):"]
    lines.append("    if _recording() or _more: return NotImplemented")
    if names:
        lines += _arguments(names)
    if program.parameters:
        lines.append("    p = [leaf.data for leaf in _leaves]")
    lines += ["    try:", *(f"        {step}" for step in [*steps, *_sums([*names, *outputs])])]
    lines.append("    except (ArithmeticError, ValueError): return NotImplemented")
    lines.append("    if _sum - _sum != 0.0: return NotImplemented")
    return "\n".join([*lines, f"    return {_shaped(shape, outputs)}", ""])


def _arguments(names: Sequence[str]) -> list[str]:
    """Lines that make floats of the arguments, where they are not."""
    classes = " is ".join(f"{name}.__class__" for name in names)
    return [
        f"    if not float is {classes}:",
        f"        _given = _floats([{', '.join(names)}])",
        "        if _given is None: return NotImplemented",
        f"        {', '.join(names)}, = _given",
    ]


def _floats(given: list[Any]) -> list[float] | None:
    """Floats of what is float or int; ``None`` where one is neither, or beyond every float."""
    if not all(isinstance(x, (float, int)) for x in given):
        return None
    try:
        return [float(x) for x in given]
    except OverflowError:
        return None


def _sums(names: Sequence[str]) -> Iterator[str]:
    """Lines that add all these up: the sum is inf or nan if one of them is."""
    yield f"_sum = {' + '.join(names[:_TERMS]) or '0.0'}"
    for start in range(_TERMS, len(names), _TERMS):
        yield f"_sum += {' + '.join(names[start : start + _TERMS])}"


def _shaped(shape: Any, outputs: Sequence[str]) -> str:
    """An expression for the outputs in their shape."""
    if holds_array(shape):
        return f"_unflatten(_shape, [{', '.join(outputs)}])"
    rest, keys, text = iter(outputs), 0, ""
    for kind, _ in marks(shape):
        if kind == "key":
            text += f"_keys[{keys}]: "
            keys += 1
        else:
            text += next(rest) if kind == "number" else kind
            text += "" if kind in ("(", "[", "{") else ","
    return text.removesuffix(",")


def holds_array(shape: Any) -> bool:
    """Whether there is a container in a shape that is neither list nor tuple nor dict."""
    return any(kind == "array" for kind, _ in marks(shape))


def marks(shape: Any) -> Iterator[tuple[str, Any]]:
    """A shape from left to right: brackets, keys and numbers, each with what it stands for.

    >>> [kind for kind, _ in marks((1.0, {"a": [2.0]}))]
    ['(', 'number', '{', 'key', '[', 'number', ']', '}', ')']
    """
    if isinstance(shape, dict):
        yield "{", None
        for key, branch in shape.items():
            yield "key", key
            yield from marks(branch)
        yield "}", None
    elif isinstance(shape, (list, tuple)):
        left, right = "()" if isinstance(shape, tuple) else "[]"
        yield left, None
        for branch in shape:
            yield from marks(branch)
        yield right, None
    else:
        yield ("number" if isinstance(shape, float) else "array"), shape
