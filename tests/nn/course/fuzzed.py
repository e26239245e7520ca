"""Wrong answers by the thousand: ``python -m tests.nn.course.fuzzed 20000`` hands them in.

A third are results spoiled by chance, a third the solution's own text with something in it changed,
a third things that are no answers at all. No check may raise or hang; a change of the text that
passes is listed, as it is either no change of the meaning or a hole in a check.
"""

import ast
import contextlib
import io
import itertools
import resource
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from autograd import Value
from autograd.exercises import Exercise
from nn.course import LESSONS
from tests.nn.course.wrong import wrong_answer

#: seconds for one answer, as the check is given it, and bytes for all of them
LIMIT, MEMORY = 20, 3 * 2**30

_OPERATORS = [ast.Add, ast.Sub, ast.Mult, ast.Div]
_COMPARED = [ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq]


class Unkind:
    """An object of which every question raises."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError("no")

    def __iter__(self) -> Iterator[Any]:
        raise SystemExit

    def __float__(self) -> float:
        raise KeyError

    def __repr__(self) -> str:
        raise ValueError


def loop() -> list[Any]:
    """A list that holds itself."""
    x: list[Any] = []
    x.append(x)
    return x


THINGS: list[Callable[[], Any]] = [
    *(Unkind, loop, object, dict, set, list, tuple, str, bytes, int, complex),
    *(lambda: Unkind, lambda: 10**400, lambda: "9" * 10_000, lambda: itertools.count()),
    *(lambda: [[[[]]]], lambda: {"a": [1, 2]}, lambda: float("nan"), lambda: range(10**12)),
    *(lambda: print, lambda: (x for x in []), lambda: [None], lambda: [...], lambda: [True]),
    *(lambda: [1.0] * 5000, lambda: {1: 2}, lambda: Value, lambda: [Value(1.0)], lambda: sys),
]


def nothings(rng: Random) -> Any:
    """Something that is no answer, or a function that returns it, or one of too many arguments."""
    thing = rng.choice(THINGS)
    return rng.choice([thing, lambda: thing, lambda: lambda *args: thing(), lambda: _raises])()


def _raises(*args: Any) -> Any:
    raise [ValueError("é" * 1000), SystemExit(3), RecursionError, ZeroDivisionError][len(args) % 4]


def changed(exercise: Exercise, rng: Random) -> Any:
    """The solution with one operator, number or comparison changed; None if there is none."""
    tree = ast.parse(exercise.source)
    nodes = [node for node in ast.walk(tree) if _changeable(node)]
    if not nodes:
        return None
    _change(rng.choice(nodes), rng)
    text = ast.unparse(tree)
    if text == ast.unparse(ast.parse(exercise.source)):
        return None
    found: dict[str, Any] = {"__name__": exercise.module}
    exec(f"from {exercise.module} import *\n{text}", found)
    answer = found[exercise.name]
    with contextlib.suppress(AttributeError, TypeError):
        answer.text = text
    return answer


def _changeable(node: ast.AST) -> bool:
    return isinstance(node, (ast.BinOp, ast.Compare, ast.UnaryOp)) or (
        isinstance(node, ast.Constant) and type(node.value) in (int, float)
    )


def _change(node: Any, rng: Random) -> None:
    if isinstance(node, ast.BinOp):
        node.op = rng.choice(_OPERATORS)()
    elif isinstance(node, ast.Compare):
        node.ops[0] = rng.choice(_COMPARED)()
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd()
    else:
        node.value = rng.choice([node.value + 1, node.value - 1, 2 * node.value, 0])


def hand_in(exercise: Exercise, answer: Any) -> str:
    """The status of an answer; what is raised or takes too long is one, too."""
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(LIMIT)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return exercise.judge(answer)[0].status
    except TimeoutError:
        return "hangs"
    except BaseException as error:
        return f"raises {type(error).__name__}"
    finally:
        signal.alarm(0)


def _late(*_: Any) -> None:
    raise TimeoutError


def run(many: int, seed: int = 0) -> tuple[Counter[str], list[str]]:
    """Hand in so many answers, in turn to each exercise; the changed texts that passed."""
    rng, statuses = Random(seed), Counter[str]()
    passed: list[str] = []
    everything = [exercise for lesson in LESSONS for exercise in lesson.exercises]
    for i in range(many):
        exercise = everything[i % len(everything)]
        kind = rng.randrange(3)
        if kind == 0:
            answer = wrong_answer(exercise.solution, rng)
        else:
            answer = changed(exercise, rng) if kind == 1 else None
            answer = nothings(rng) if answer is None else answer
        status = hand_in(exercise, answer)
        statuses[status] += 1
        if status not in ("wrong", "not yet"):
            passed.append(f"{exercise.number} {status}: {_shown(answer)}")
    return statuses, passed


def _shown(answer: Any) -> str:
    """The text of a changed solution, or what else it is."""
    text = vars(answer).get("text") if callable(answer) and hasattr(answer, "__dict__") else None
    return text or f"{answer!r:.80}"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found, listed = run(int(sys.argv[1]), seed=int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    print("\n".join(sorted(set(listed))))
    print(dict(found))
