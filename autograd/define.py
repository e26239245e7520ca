"""``define_op``: a row of the op table that is added at run time, whole or not at all.

Everything is read, checked and compiled before the table is touched. A row that is defined anew
leaves the old one as it was: a node that was made with it goes on as it began, and ``compile``
tells the two apart. Read ``functional.py`` next.
"""

from __future__ import annotations

import math
from contextlib import contextmanager

from autograd import ieee
from autograd.fields import TAKEN
from autograd.functions import GENERIC, SCOPE, attach, generic_function
from autograd.operators import Operators
from autograd.ops import DOMAINS, OPS, Op
from autograd.specialise import compile_partials, compile_pull, compile_table, mentions
from autograd.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Iterator
    from typing import Any

__all__ = ["define_op", "defined_here", "temporary_op"]

_FIELDS = (
    *("operands", "defaults", "forward", "partials", "domain"),
    *("symbol", "latex", "conventions", "hint", "symmetric"),
)
_defined: set[str] = set()
#: how often a name has come to mean another row: who keeps what was made from rows looks here
changes = 0


def define_op(name: str, *fields: Any, replace: bool = False, **more: Any) -> Callable[..., Any]:
    """Add a row to the op table at run time and return its generic function.

    The fields are those of a row (see ``ops.py``): operands, forward, partials, domain, and by
    name symbol, latex, conventions, hint. What the texts may say stands in ``vocabulary.py``. From
    then on the op is drawn, explained, differentiated to any order and compiled like the built-in
    ones. Raises ``ValueError`` for a name that is taken (``replace=True`` overwrites one that was
    defined here, and that no other row uses), for fields that do not fit together, and for a text
    that some reader could not follow (``if``, ``and``, ``==``), with what to write instead;
    ``SyntaxError`` or ``NameError`` for a text that Python cannot read. After an error the table
    is what it was.

    >>> from autograd import Value, check_gradients
    >>> texts = "x / (1 + abs(x))", ("(1 - abs(y)) ** 2",)
    >>> softsign = define_op("softsign", "x", *texts, "real", replace=True)
    >>> softsign(1.0), softsign(Value(1.0))
    (0.5, Value(0.5))
    >>> check_gradients(softsign, 0.7).ok
    True
    """
    _check_name(name, replace)
    op = Op(name, *fields, **more)
    if name in OPS and _fields(op) == _fields(OPS[name]):
        known: Callable[..., Any] = GENERIC[name]
        return known
    if users := _users(name):
        raise ValueError(
            f"the rows {', '.join(users)} are written with {name!r}: choose another name, or "
            "define them anew without it first"
        )
    function, method = _compiled(op)
    _put(op, function, method)
    _defined.add(name)
    return function


def defined_here(name: str) -> bool:
    """Whether a row of the table was added at run time.

    >>> defined_here("exp")
    False
    """
    return name in _defined


@contextmanager
def temporary_op(name: str, *fields: Any, **more: Any) -> Iterator[Callable[..., Any]]:
    """``define_op`` for the length of a ``with`` block; the table is then what it was before.

    >>> import autograd
    >>> with temporary_op("cube", "x", "x ** 3", ("3 * x ** 2",), "real") as cube:
    ...     cube(2.0)
    8.0
    >>> "cube" in autograd.ops.OPS
    False
    """
    before: Any = OPS.get(name), GENERIC.get(name), vars(Operators).get(name)
    function = define_op(name, *fields, replace=True, **more)
    try:
        yield function
    finally:
        if before[0] is None:
            _remove(name)
        elif OPS.get(name) is not before[0]:
            _put(*before)


def _check_name(name: str, replace: bool) -> None:
    if name in OPS and not (replace and name in _defined):
        raise ValueError(f"the op table has a row {name!r} already: choose another name")
    engine = {*SCOPE, *TAKEN, *dir(Value)} - _defined
    if name in engine:
        raise ValueError(f"the engine uses the name {name!r} itself: choose another name")


def _fields(op: Op) -> tuple[Any, ...]:
    return tuple(getattr(op, field) for field in _FIELDS)


def _users(name: str) -> list[str]:
    """The other rows that were defined here and whose texts call this one."""
    return [
        user
        for user in _defined & OPS.keys() - {name}
        if name not in (*OPS[user].operands, OPS[user].output)
        and any(mentions(text, name) for text in (OPS[user].forward, *OPS[user].partials) if text)
    ]


def _compiled(op: Op) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Fill in all of a row that comes from its texts; its function, and its method on Values.

    The functions get a scope of their own, so that those of an older row stay as they are.
    """
    from autograd.vocabulary import plain_forward, plain_partials  # late: ast takes a while

    op.plain_forward, op.plain_partials = plain_forward(op), plain_partials(op)
    scope = {**SCOPE, **{name: row.evaluate for name, row in OPS.items()}}
    method = compile_table({op.name: op}, scope, GENERIC)[op.name]
    compile_pull(op, scope)
    _check_zeros(op, scope)
    function = generic_function(op, method)
    compile_partials(op, {**GENERIC, op.name: function})
    return function, method


def _check_zeros(op: Op, scope: dict[str, Any]) -> None:
    """Refuse an ``is_zero`` that chooses: at 0 both sides are one number, or the second is none.

    A sweep on floats asks about the number, a recording only about constants.
    """
    from autograd.vocabulary import choices_at_zero  # late: ast takes a while

    for text in filter(None, op.plain_partials):
        for operand, sides in choices_at_zero(text):
            low_high = [DOMAINS[domain] for domain in op.domain]
            point = dict(zip(op.operands, (low + 0.7 * (high - low) for low, high in low_high)))
            names = {name: ieee.Float(x) for name, x in {**point, operand: 0.0}.items()}
            names[op.output] = ieee.Float(op.evaluate(*names.values()))
            one, other = (float(eval(side, scope, names)) for side in sides)
            if math.isfinite(other) and not math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12):
                raise ValueError(
                    f"row {op.name!r}: at {operand} = 0 {text!r} is {one!r} by its first side, "
                    f"{other!r} by the other; is_zero saves work, where(abs({operand}) > 0, …, …) "
                    "chooses"
                )


def _put(op: Op, function: Callable[..., Any], method: Callable[..., Any]) -> None:
    global changes
    changes += op.name in OPS
    _detach(op.name)
    OPS[op.name], GENERIC[op.name] = op, function
    attach(op, method)


def _remove(name: str) -> None:
    """Take a row out of the table, after those that are written with it."""
    global changes
    for user in _users(name):
        _remove(user)
    changes += 1
    _detach(name)
    _defined.discard(name)
    del OPS[name], GENERIC[name]


def _detach(name: str) -> None:
    if name in vars(Operators):
        delattr(Operators, name)
