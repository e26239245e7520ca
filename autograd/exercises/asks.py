"""What an exercise asks of *how* an answer is made, seen in the graph that it makes of Values.

An answer can give the right numbers and miss the point: three ReLUs were asked, and it compares;
a derivative was to be written by hand, and it calls ``backward()``. Read ``lessons`` next.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from types import FrameType
from typing import Any

from autograd import backprop
from autograd.exercises.asking import asked
from autograd.graph import topological_order
from autograd.nested import flatten, unflatten
from autograd.value import Value

__all__ = ["Ask", "at_most", "by_hand", "by_nodes", "counted", "uses"]

_NAMES = {
    "relu": "ReLU",
    "mul": "multiplication",
    "add": "addition",
    "sub": "subtraction",
    "div": "division",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
}
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_BACKWARD = {
    function.__code__
    for function in (backprop.sweep, backprop.pullback, backprop.pushforward, backprop.steps)
}


@dataclass(frozen=True)
class Ask:
    """A question about an answer's graph at a point, and what there is to say to what was found."""

    question: Callable[..., Any]
    point: tuple[Any, ...]
    told: Callable[[Any], str]

    def missed(self, answer: Any) -> str:
        """What the answer misses, as a sentence; empty where it is as asked."""
        return self.told(asked(self.question, answer, *deepcopy(self.point)))  # it may change lists


def uses(*point: Any, **counts: int) -> Ask:
    """Ask for exactly so many nodes of an op in the graph of the answer at a point.

    >>> from autograd import relu
    >>> uses(1.0, relu=2).missed(lambda x: relu(x) + relu(-x) + relu(x - 1))
    'It uses three ReLUs; two were asked.'
    """

    def told(found: Any) -> str:
        for op, many in counts.items():
            if (got := _count(found, op)) != many:
                were = "was" if many == 1 else "were"
                return f"It uses {_many(got, op)}; {_word(many)} {were} asked."
        return ""

    return Ask(counted, point, told)


def at_most(*point: Any, **counts: int) -> Ask:
    """Ask for no more than so many nodes of an op: what is shared is computed once.

    >>> at_most(3.0, mul=2).missed(lambda x: (x * x) * (x * x))
    'It takes 3 multiplications; 2 suffice if what is shared is computed once.'
    """

    def told(found: Any) -> str:
        for op, many in counts.items():
            if (got := _count(found, op)) > many:
                suffice = "suffices" if many == 1 else "suffice"
                enough = f"{many} {suffice} if what is shared is computed once"
                return f"It takes {got} {_plural(op, got)}; {enough}."
        return ""

    return Ask(counted, point, told)


def by_hand(*point: Any, through: Callable[..., Any] | None = None) -> Ask:
    """Ask for a derivative without the engine's: no ``backward()``, no ``grad``.

    ``through(answer, *point)``, a function of a module, runs an answer that is no function of
    the point.

    >>> from autograd import grad
    >>> by_hand(3.0).missed(grad(lambda x: x * x))
    'It lets the engine differentiate; here the derivative is to be written by hand.'
    """

    def told(found: bool) -> str:
        wanted = "here the derivative is to be written by hand"
        return f"It lets the engine differentiate; {wanted}." if found else ""

    return Ask(differentiated, (through, *point), told)


def by_nodes(*point: Any, lines: int = 100_000, through: Callable[..., Any] | None = None) -> Ask:
    """Ask for work that grows with the nodes of a graph: path by path it would never end.

    An answer that runs more than so many lines of Python is stopped. ``through`` as in ``by_hand``.

    >>> def walk(n):
    ...     return 1 if n == 0 else walk(n - 1) + walk(n - 1)
    >>> by_nodes(50).missed(walk)
    'It follows every path by itself, and a large graph has too many: finish each node once.'
    """

    def told(found: bool) -> str:
        remedy = "a large graph has too many: finish each node once"
        return f"It follows every path by itself, and {remedy}." if found else ""

    return Ask(outlasts, (lines, through, *point), told)


def counted(answer: Any, *point: Any) -> dict[str, int]:
    """How often each op stands in the graph of what the answer makes of Values."""
    made = answer(*map(_with_values, point))
    roots = [leaf for leaf in flatten(made) if isinstance(leaf, Value)]
    return dict(Counter(node.op.name for node in topological_order(*roots) if node.op))


def differentiated(answer: Any, through: Callable[..., Any] | None, *point: Any) -> bool:
    """Whether the engine's backpropagation runs while the answer does."""
    found = False

    def watch(frame: FrameType, event: str, argument: object) -> None:
        nonlocal found
        found = found or frame.f_code in _BACKWARD

    before, of_threads = sys.getprofile(), threading.getprofile()
    sys.setprofile(watch)
    threading.setprofile(watch)  # for those that the answer starts
    try:
        through(answer, *point) if through else answer(*point)
    finally:
        sys.setprofile(before)
        threading.setprofile(of_threads)
    return found


class _EnoughError(BaseException):
    """Ends an answer that runs too long; no ``except Exception`` of its own stops that."""


def outlasts(answer: Any, lines: int, through: Callable[..., Any] | None, *point: Any) -> bool:
    """Whether an answer runs more than so many lines; it is stopped there."""
    left = lines

    def watch(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise _EnoughError
        return watch

    before = sys.gettrace()
    sys.settrace(watch)
    try:
        through(answer, *point) if through else answer(*point)
    except _EnoughError:
        return True
    finally:
        sys.settrace(before)
    return False


def _with_values(x: Any) -> Any:
    """Floats become Values, in lists too; whole numbers stay what they count."""
    return unflatten(x, [Value(leaf) if type(leaf) is float else leaf for leaf in flatten(x)])


def _count(found: Any, op: str) -> int:
    """How many there are, by what came back from a process that may send anything."""
    many = found.get(op, 0) if isinstance(found, dict) else 0
    return int(many) if isinstance(many, (int, float)) and abs(many) < 1e9 else 0


def _word(many: int) -> str:
    return _COUNTS[many] if many < len(_COUNTS) else str(many)


def _plural(op: str, many: int) -> str:
    name = _NAMES.get(op, op)
    return name if many == 1 or name == op else f"{name}s"


def _many(many: int, op: str) -> str:
    return f"{_word(many)} {_plural(op, many)}"
