"""What is to be learned, looked at before it is: a model, checked data, a loss, a penalty.

An engine is made from a ``Problem`` and does what ``Step`` lists. Read ``eager.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import autograd as ag
from autograd import Value
from nn.data.tables import checked
from nn.losses.objective import Loss, Objective, objective
from nn.models.blocks import flatten
from nn.models.predict import numbers_of
from nn.optim.optimizer import Memory, Optimizer

__all__ = ["Penalty", "Problem", "Step", "posed", "trainable"]

Penalty = Callable[[list[Value]], Any]


@dataclass(frozen=True)
class Problem:
    """A model, what it is to learn, and from which rows.

    ``outside`` are the leaves that take part and are not trained; ``repeats`` says whether one row
    gave one loss when it was asked for twice.
    """

    model: Any
    goal: Objective
    X: list[list[float]]
    y: list[Any]
    penalty: Penalty | None = None
    outside: tuple[Value, ...] = ()
    repeats: bool = True

    def parameters(self) -> list[Value]:
        """What is trained: the parameters that the model names, each once."""
        return list(dict.fromkeys(self.model.parameters()))

    def loss(self, i: int) -> Any:
        """The loss of one row."""
        return one_number(self.goal.loss(self.model(self.X[i]), self.y[i]))

    def penalised(self) -> Any:
        """The penalty at the parameters as they are: a Value, or 0.0 if there is none.

        Raises ``OperandError`` for another number, as it has no gradient.
        """
        if self.penalty is None:
            return 0.0
        found = self.penalty(self.parameters())
        nothing = isinstance(found, (int, float)) and not isinstance(found, bool) and found == 0.0
        if not isinstance(found, Value) and not nothing:
            raise ag.OperandError(
                f"the penalty is one Value that depends on the parameters, got {found!r}: "
                "was .data used?"
            )
        return found


class Step(Protocol):
    """What training asks of an engine: one step on some of the rows, all or nothing of it.

    ``name`` is the word by which ``fit`` is asked for it.
    """

    name: str
    parameters: list[Value]
    optimizer: Optimizer

    def forward_backward(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """Prepare the gradient; return the mean loss of these rows, and their predictions."""

    def update(self) -> None:
        """Have the optimiser change the parameters by that gradient."""

    def state(self) -> Any:
        """Parameters, memory and count of steps as they are, to go back to."""

    def restore(self, state: Any) -> None:
        """Go back to such a state; nothing but ``store`` comes after it."""

    def plain(self, state: Any) -> tuple[list[float], list[Memory], int]:
        """Such a state as the parameters' numbers, the memory of each, and the count of steps."""

    def store(self) -> None:
        """Bring model and optimiser up to date, where numbers are kept elsewhere."""

    def load(self) -> None:
        """Look at the model and the optimiser anew: somebody may have changed them."""


def posed(model: Any, X: Any, y: Any, loss: str | Loss) -> Problem:
    """The problem with checked rows and targets; its first row is tried out.

    Raises ``GraphError``, ``OperandError`` and ``ValueError`` for what does not fit together.
    """
    _require_parameters(model)
    rows, targets = checked(X, y)
    with ag.nonfinite("allow"):
        try:
            prediction = model(rows[0])
        except ag.GraphError as error:
            raise ag.GraphError(f"X has {len(rows[0])} columns: {error}") from error
        goal, targets = _aimed(loss, model, targets, prediction)
        _require_probabilities(goal, prediction)
        problem = Problem(model, goal, rows, list(map(goal.target, targets)))
        for i, target in enumerate(problem.y if goal.targets == "class" else problem.y[:1]):
            try:
                one_number(goal.loss(prediction, target))
            except ag.GraphError as error:
                raise ag.GraphError(f"y, row {i}: {error}") from error
    return problem


def _require_probabilities(goal: Objective, prediction: Any) -> None:
    """Refuse an answer to the first row that ``bce`` would take for a probability in silence."""
    if goal.name == "bce":
        for p in flatten(numbers_of(prediction)):
            if not 0.0 <= p <= 1.0:
                raise ag.GraphError(
                    f"bce takes probabilities, and the model answers {p:.6g} to the first row: "
                    'end it in a sigmoid, or use loss="bce_with_logits"'
                )


def _aimed(
    loss: str | Loss, model: Any, targets: list[Any], prediction: Any
) -> tuple[Objective, list[Any]]:
    """The objective, and the targets; a column of numbers counts as a list of them.

    That is so where the model gives one number, and where the loss takes the number of a class.
    """
    several = isinstance(prediction, (list, tuple))
    outputs = list(prediction) if several else [prediction]
    column = isinstance(targets[0], list) and len(targets[0]) == 1
    numbers = [t[0] for t in targets] if column else targets
    goal = objective(loss, model, targets if several else numbers)
    if several and column and goal.targets == "class" and len(outputs) > 1:
        return objective(loss, model, numbers), numbers
    if goal.targets != "class" and not _one_by_one(outputs, targets[0]):
        goal = replace(goal, threshold=None)  # such outputs are not right or wrong by themselves
    return goal, targets if several else numbers


def _one_by_one(outputs: list[Any], target: Any) -> bool:
    """Whether there is a number to be met for each output."""
    count = len(target) if isinstance(target, list) else 1
    return len(outputs) == count and not any(isinstance(y, (list, tuple)) for y in outputs)


def _require_parameters(model: Any) -> None:
    """Refuse what is no model, or lists as parameters what cannot be trained."""
    listed = getattr(model, "parameters", None)
    parameters = listed() if callable(model) and callable(listed) else ()
    if not parameters:
        raise ag.OperandError(f"a model with parameters is needed, such as nn.MLP; got {model!r}")
    for p in parameters:
        if not isinstance(p, Value) or p.op is not None:
            raise ag.OperandError(
                f"parameters() lists Values that nothing has computed, got {p!r} among them"
            )


def trainable(problem: Problem, penalty: Penalty | None) -> Problem:
    """The problem with a penalty, and with what trying its first row twice tells.

    Raises ``OperandError`` where no parameter takes part, ``GraphError`` where the loss uses a
    number that was computed from one beforehand, and so would stay as it is.
    """
    problem = replace(problem, penalty=penalty)
    own = set(problem.parameters())
    with ag.nonfinite("allow"):
        one, other = ([problem.loss(0), problem.penalised()] for _ in range(2))
        before, after = _nodes(one), _nodes(other)
        earlier = [node for node in before & after if node.op is not None]
        if own & _nodes(earlier):
            raise ag.GraphError(
                "the loss uses a number that was computed from a parameter before the training, "
                "and would not follow it: compute it where it is used"
            )
        if not own & before and not any(own & _nodes([problem.loss(i)]) for i in _rest(problem)):
            raise ag.OperandError(
                f"the loss depends on none of the {len(own)} parameters (for the first row it is "
                f"{one[0]!r}): was .data used?"
            )
    outside = [node for node in before if node.op is None and node not in own]
    return replace(problem, outside=tuple(outside), repeats=_same(one, other))


def _rest(problem: Problem) -> range:
    return range(1, len(problem.X))


def _nodes(roots: list[Any]) -> set[Value]:
    """All Values that some numbers were made from, themselves included."""
    return set(ag.topological_order(*(root for root in roots if isinstance(root, Value))))


def _same(one: list[Any], other: list[Any]) -> bool:
    """Whether these are the same numbers."""
    pairs = [[x.data if isinstance(x, Value) else x for x in pair] for pair in zip(one, other)]
    return all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in pairs)


def one_number(loss: Any) -> Any:
    """A loss, if it is one number or Value; ``OperandError`` otherwise."""
    if isinstance(loss, Value) or (isinstance(loss, (int, float)) and not isinstance(loss, bool)):
        return loss
    raise ag.OperandError(f"the loss is one number for one row, got {loss!r}: was a list returned?")
