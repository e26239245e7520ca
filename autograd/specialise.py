"""Write, for each row of the op table, the Python functions that run it fast.

A lambda per partial, called through a loop over operands, costs more than the arithmetic that
it does: on the demo of ``benchmarks/eager.py`` rows of lambdas took about twice as long. So the
text of a row is pasted into a template here and compiled once, the way ``dataclasses`` makes an
``__init__``. Nothing clever: ``print(pull_source(op))`` shows what runs.

>>> from autograd.ops import OPS
>>> print(pull_source(OPS["mul"]))
def pull_mul(node):
    g = node.grad
    p0 = node._a
    p1 = node._b
    a = p0 if p0.__class__ is float else p0.data
    b = p1 if p1.__class__ is float else p1.data
    if p0.__class__ is not float: p0.grad += g * (b)
    if p1.__class__ is not float: p1.grad += g * (a)
<BLANKLINE>

``functions.py`` calls ``compile_table``; read ``graph.py`` next.
"""

from __future__ import annotations

import math
import sys

from autograd import ieee
from autograd.errors import generated
from autograd.ops import SLOTS, Op

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any


__all__ = [
    "CONSTANTS",
    "apply_source",
    "compile_partials",
    "compile_pull",
    "compile_table",
    "mentions",
    "partial_source",
    "pull_source",
    "value_source",
]


def is_zero(x: object) -> bool:
    """Whether an operand is a number (not a Value) and zero."""
    return isinstance(x, float) and x == 0.0


#: the named numbers, and the one question, that a row's text may use
CONSTANTS = {
    "is_zero": is_zero,
    "LN2": math.log(2.0),
    "LN10": math.log(10.0),
    "TWO_OVER_SQRT_PI": 2.0 / math.sqrt(math.pi),
}


def mentions(text: str, name: str) -> bool:
    """Whether a text has this name among its words."""
    words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
    return name in words


def apply_source(op: Op) -> str:
    """Source of the function that makes a node of ``op`` from Values and numbers.

    ``fallback`` (for operators ``meet``, which may answer ``NotImplemented``) takes over for
    everything but Values, floats and ints.

    >>> from autograd.ops import OPS
    >>> print(apply_source(OPS["tanh"]))
    def apply_tanh(x):
        p0 = x
        if p0.__class__ is Value: x = p0.data
        else: return fallback(op_tanh, p0)
        try: y = tanh(x)
        except ArithmeticError: y = rescue(op_tanh, x)
        if y - y != 0.0: refuse(op_tanh, (p0,), y)
        node = new(Value)
        node.data = y
        node.grad = 0.0
        node.op = op_tanh
        node.label = ""
        node._a = p0
        return node
    <BLANKLINE>
    """
    given = [f"p{i}" for i in range(op.arity)]
    everything, names, y = ", ".join(given), ", ".join(op.operands), op.output
    if op.infix:  # an operator: nobody gives its operands by name
        lines = [f"def apply_{op.name}({everything}):"]
    else:
        lines = [f"def apply_{op.name}({names}):", f"    {everything} = {names}"]
    if op.arity == 1:
        lines += _fetch_one(op)
    else:
        lines += _fetch_several(op, everything)
    lines += [
        f"    try: {y} = {op.plain_forward}",
        f"    except ArithmeticError: {y} = rescue(op_{op.name}, {names})",
        f"    if {y} - {y} != 0.0: refuse(op_{op.name}, ({everything},), {y})",
        "    node = new(Value)",
        f"    node.data = {y}",
        "    node.grad = 0.0",
        f"    node.op = op_{op.name}",
        '    node.label = ""',
        *(f"    node.{slot} = {operand}" for slot, operand in zip(SLOTS, given)),
        "    return node",
    ]
    return "\n".join(lines) + "\n"


def _fallback(op: Op) -> str:
    return "meet" if op.infix else "fallback"


def _fetch_one(op: Op) -> list[str]:
    return [
        f"    if p0.__class__ is Value: {op.operands[0]} = p0.data",
        f"    else: return {_fallback(op)}(op_{op.name}, p0)",
    ]


def _fetch_several(op: Op, everything: str) -> list[str]:
    """Each operand is a Value, a float or an int; at least one of them is a Value."""
    lines = []
    for i, name in enumerate(op.operands):
        lines += [
            f"    if p{i}.__class__ is Value: {name} = p{i}.data",
            f"    elif p{i}.__class__ is float: {name} = p{i}",
            f"    elif p{i}.__class__ is int: {name} = p{i} = float(p{i})",
            f"    else: return {_fallback(op)}(op_{op.name}, {everything})",
        ]
    numbers = " and ".join(f"p{i}.__class__ is float" for i in range(op.arity))
    return [*lines, f"    if {numbers}: return {_fallback(op)}(op_{op.name}, {everything})"]


def pull_source(op: Op) -> str:
    """Source of the backward step of ``op``: add ``node.grad`` times each partial to its operand.

    A literal 1 costs no multiplication, a literal 0 or ``None`` nothing at all.
    """
    wanted = [i for i in range(op.arity) if op.wanted(i)]
    texts = " ".join(op.plain_partials[i] or "" for i in wanted)
    lines = [f"def pull_{op.name}(node):", "    g = node.grad"]
    used = [i for i, name in enumerate(op.operands) if i in wanted or mentions(texts, name)]
    lines += [f"    p{i} = node.{SLOTS[i]}" for i in used]
    if mentions(texts, op.output):
        lines.append(f"    {op.output} = node.data")
    for i in used:
        name = op.operands[i]
        if mentions(texts, name):
            lines.append(f"    {name} = p{i} if p{i}.__class__ is float else p{i}.data")
    for i in wanted:
        guard = "" if op.arity == 1 else f"if p{i}.__class__ is not float: "
        lines.append(f"    {guard}p{i}.grad {_increment(op, i)}")
    return "\n".join(lines) + "\n"


def _increment(op: Op, i: int) -> str:
    if op.constant(i) is None:
        return f"+= g * ({op.plain_partials[i]})"
    return "+= g" if op.constant(i) == 1.0 else "-= g"


def value_source(op: Op) -> str:
    """Source of the value on floats."""
    return f"def {op.name}({', '.join(op.operands)}): return {op.plain_forward}\n"


def partial_source(op: Op, index: int) -> str:
    """Source of one partial, for floats and Values alike: what the recorded sweep evaluates."""
    arguments = ", ".join((op.output, *op.operands))
    return f"def partial_{op.name}_{index}({arguments}): return {op.plain_partials[index]}\n"


def compile_table(
    table: dict[str, Op], scope: dict[str, Any], generic: dict[str, Any]
) -> dict[str, Callable[..., Any]]:
    """Fill in what a row owes to its texts; return name -> node-making function.

    ``scope`` holds what the templates call (``Value``, ``new``, ``fallback``, ``meet``,
    ``rescue`` and ``refuse`` of ``functions.py``) besides the functions on floats of the rows so
    far, and gets those of these rows; ``generic`` holds the functions on floats and Values alike.
    Derivatives are compiled when they are first asked for, which keeps ``import autograd`` short.
    """
    scope.update({**vars(ieee), **CONSTANTS} if "exp" not in scope else {})
    scope |= {f"op_{op.name}": op for op in table.values()}
    rows = [op for op in table.values() if op.name not in vars(ieee)]
    of = "" if len(table) > 1 else f" of {', '.join(table)}"
    _run(f"values{of}", "".join(map(value_source, rows)), scope)
    _run(f"nodes{of}", "".join(map(apply_source, table.values())), scope)
    for op in table.values():
        op.evaluate = scope[op.name]
        op.pull = _on_first_use(op, lambda op: op.pull, lambda op: compile_pull(op, scope))
        op.partial_functions = tuple(
            None
            if text is None
            else _on_first_use(
                op,
                lambda op, i=i: op.partial_functions[i],  # type: ignore[misc]
                lambda op: compile_partials(op, generic),
            )
            for i, text in enumerate(op.partials)
        )
    return {op.name: scope[f"apply_{op.name}"] for op in table.values()}


def _on_first_use(
    op: Op, function: Callable[[Op], Any], fill: Callable[[Op], None]
) -> Callable[..., Any]:
    """What stands for a function of a row until it is called: then ``fill`` puts it in place."""

    def first(*operands: Any) -> Any:
        fill(op)
        return function(op)(*operands)

    return first


def compile_pull(op: Op, scope: dict[str, Any]) -> None:
    """Fill in ``pull`` of one row."""
    _run(f"pull of {op.name}", pull_source(op), scope)
    op.pull = scope[f"pull_{op.name}"]


def compile_partials(op: Op, generic: dict[str, Any]) -> None:
    """Fill in ``partial_functions`` of a row; ``generic`` are functions on floats and Values."""
    scope = {**generic, **CONSTANTS}
    known = [i for i, text in enumerate(op.partials) if text is not None]
    _run(f"partials of {op.name}", "".join(partial_source(op, i) for i in known), scope)
    op.partial_functions = tuple(scope.get(f"partial_{op.name}_{i}") for i in range(op.arity))


def _run(title: str, source: str, scope: dict[str, Any]) -> None:
    """Run generated source; a traceback through it can show its lines."""
    name = f"<op table: {title}>"
    if name in generated and "linecache" in sys.modules:  # a row that is defined anew
        sys.modules["linecache"].cache.pop(name, None)
    generated[name] = source
    exec(compile(source, name, "exec"), scope)
