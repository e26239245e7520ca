"""Wrong answers to an exercise, made from its solution by chance: none of them may pass."""

import math
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from autograd import Value, topological_order
from autograd.exercises import Exercise

#: what may be done to a result, which is wrong afterwards whatever it was
SPOILS: list[Callable[[Any, Random], Any]] = [
    lambda x, rng: _every(x, lambda v: v + rng.choice([-1, 1]) * rng.uniform(0.2, 5.0)),
    lambda x, rng: _one(x, rng, lambda v: v + rng.choice([-1, 1]) * rng.uniform(0.2, 5.0)),
    lambda x, rng: _one(x, rng, lambda v: math.nan),
    lambda x, rng: _one(x, rng, lambda v: math.inf),
    lambda x, rng: _one(x, rng, lambda v: "a text"),
    lambda x, rng: _one(x, rng, lambda v: [v]),
    lambda x, rng: [x],
    lambda x, rng: {"x": x},
    lambda x, rng: "1.0",
    lambda x, rng: [],
    lambda x, rng: object(),
    lambda x, rng: 1j,
]


def wrong_answers(exercise: Exercise, seed: int, many: int = 20) -> Iterator[Any]:
    """So many wrong answers; of a solution that is a class, those that are no class at all."""
    rng = Random(f"{exercise.number}-{seed}")
    for _ in range(many):
        yield wrong_answer(exercise.solution, rng)


def wrong_answer(solution: Any, rng: Random) -> Any:
    """One wrong answer of the kind of the solution."""
    if isinstance(solution, type):
        return rng.choice([3.0, "class", [], lambda x: x, dict, list, type("Empty", (), {})])
    if not callable(solution):
        return spoiled(solution, [*SPOILS[4:], lambda x, rng: _every(x, lambda v: 0 * v)], rng)
    start = rng.random()

    def wrong(*args: Any) -> Any:
        found = solution(*args)
        if found is None:  # it works on what it is given: a backward pass
            for node in topological_order(*args):
                node.grad = _every(node.grad, lambda v: v + 1 + start)
        return spoiled(found, SPOILS, Random(start)) if found is not None else None

    return wrong


def spoiled(x: Any, spoils: list[Callable[[Any, Random], Any]], rng: Random) -> Any:
    """Something else than x; where a spoil has no number to act on, what is there is moved."""
    found = rng.choice(spoils)(x, rng)
    if _many(x) or (found is not x and found != x):
        return found
    return rng.choice([list(x)[:-1], [*x, *x], [], object(), 1.0]) if x else [x, x]


def _every(x: Any, change: Callable[[Any], Any]) -> Any:
    if hasattr(x, "tolist"):
        x = x.tolist()
    if isinstance(x, dict):
        return {key: _every(part, change) for key, part in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)([_every(part, change) for part in x])
    return change(x) if isinstance(x, (int, float, Value)) else x


def _one(x: Any, rng: Random, change: Callable[[Any], Any]) -> Any:
    """Change one number, wherever it stands."""
    left = [rng.randrange(max(1, _many(x)))]

    def at_its_turn(v: Any) -> Any:
        left[0] -= 1
        return change(v) if left[0] == -1 else v

    return _every(x, at_its_turn)


def _many(x: Any) -> int:
    count = [0]

    def counting(v: Any) -> Any:
        count[0] += 1
        return v

    _every(x, counting)
    return count[0]
