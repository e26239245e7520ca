"""``chain_rule``: fresh exercises on the chain rule, each with a worked solution.

Read ``submission.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from autograd.exercises.asking import careful, data
from autograd.exercises.compare import answer_numbers, difference, short
from autograd.exercises.expressions import Expression, random_expression
from autograd.exercises.near import close
from autograd.exercises.verdict import Verdict, answered, filled_in, stop
from autograd.show.explanation.explain import Explanation, explain
from autograd.value import Value

__all__ = ["ChainRule", "Solution", "chain_rule"]

#: level -> leaves, names in between, the fewest and the most paths from the result to a leaf
LEVELS: dict[int, tuple[str, str, int, int]] = {
    1: ("xy", "", 1, 1),
    2: ("xy", "q", 1, 1),
    3: ("xy", "pq", 2, 2),
    4: ("xyw", "pqr", 3, 6),
}
ARITHMETIC = ("+", "-", "*", "*", "**2")
SMOOTH = ("tanh", "exp", "sin", "sigmoid")


class Solution:
    """The worked solution: the sum over paths for each variable, as text or as formulas."""

    def __init__(self, explanations: list[Explanation]) -> None:
        self.explanations = explanations

    def __repr__(self) -> str:
        return "\n".join(map(str, self.explanations))

    def _repr_latex_(self) -> str:
        return "\n\n".join(explanation._repr_latex_() for explanation in self.explanations)


class ChainRule:
    """One exercise: ``question`` (LaTeX), ``check(answer)``, ``solution``.

    ``values`` are the numbers of the leaves, ``nodes`` all Values by name, after ``backward``, to
    ``draw`` or to ``explore``.

    >>> exercise = chain_rule(seed=0, level=1)
    >>> exercise.values
    {'x': 1.0, 'y': -1.0}
    >>> exercise.check({name: exercise.nodes[name].grad for name in exercise.values}).status
    'right'
    """

    def __init__(self, expression: Expression) -> None:
        self.expression = expression
        self.values = dict(expression.leaves)
        self.nodes: dict[str, Value] = expression.run(Value)
        for name, node in self.nodes.items():
            node.label = name
        self.nodes[expression.result].backward()

    @property
    def question(self) -> str:
        """The exercise as LaTeX, without dollar signs."""
        lines = [f"{line.name} = {self._latex(line.name)}" for line in self.expression.lines]
        numbers = [f"{name} = {short(x)}" for name, x in self.values.items()]
        wanted = [rf"\frac{{\partial z}}{{\partial {name}}}" for name in self.values]
        comma = r",\quad "
        place = rf"\text{{at }} {comma.join(numbers)}"
        return rf"{comma.join(lines)} \qquad {place}: \qquad {comma.join(wanted)} = {{?}}"

    @property
    def solution(self) -> Solution:
        """The derivatives, worked out path by path."""
        return Solution([explain(self.nodes["z"], self.nodes[name]) for name in self.values])

    @answered
    def check(self, answer: Any) -> Verdict:
        """Right or wrong: ``answer`` is a dict such as ``{"x": 2, "y": -1}`` (or one number).

        Three digits are enough.
        """
        answers = self._by_name(data(answer))
        for name in self.values:
            if name not in answers:
                form = "{" + ", ".join(f'"{name}": …' for name in self.values) + "}"
                stop(f"∂z/∂{name} is missing: answer with {form}")
            filled_in(answers[name], f"answer for {name}")
            got = answer_numbers(answers[name], f"∂z/∂{name}")
            if wrong := difference({"": self.nodes[name].grad}, got, 2e-3):
                stop(f"∂z/∂{name}: {wrong}", self._hint(name, got))
        return Verdict("right", f"∂z/∂{', ∂z/∂'.join(self.values)}")

    def _by_name(self, answers: Any) -> dict[str, Any]:
        """The student's answers that are there; one number is enough for one question."""
        with careful():
            if isinstance(answers, Mapping):
                return {name: answers[name] for name in self.values if name in answers}
        return dict(zip(self.values, [answers])) if len(self.values) == 1 else {}

    def _hint(self, name: str, got: Mapping[str, float]) -> str:
        shares = self.solution.explanations[list(self.values).index(name)].contributions
        number, truth = got.get("", 0.0), self.nodes[name].grad
        if len(shares) > 1 and any(close(share, number, 2e-3) for share in shares):
            return f"That is the share of one path; {len(shares)} lead to {name}, add them up."
        if close(-truth, number, 2e-3):
            return "The sign is turned."
        if others := [v for v in self.values if close(self.nodes[v].grad, number, 2e-3)]:
            return f"That is ∂z/∂{others[0]}."
        if len(shares) > 1:
            return f"{len(shares)} paths lead to {name}: multiply along each, then add."
        return "One path leads there: multiply the local derivatives along it."

    def _latex(self, name: str) -> str:
        node = self.nodes[name]
        if node.op is None:
            return name
        labels = [o.label if isinstance(o, Value) else short(o) for o in node.operands]
        return node.op.latex.format(*labels)

    def __repr__(self) -> str:
        wanted = ", ".join(f"∂z/∂{name}" for name in self.values)
        return f"{self.expression}: {wanted}?"

    def _repr_latex_(self) -> str:
        return f"$${self.question}$$"


def chain_rule(seed: int = 0, level: int = 1) -> ChainRule:
    """An exercise on the chain rule; the same seed and level give the same one.

    Level 1 is one operation, 2 a chain of two, 3 has a variable that is reached by two paths, 4
    by several. Raises ``ValueError`` for another level.

    >>> exercise = chain_rule(seed=3, level=3)
    >>> exercise
    p = x * y; q = y + p; z = x * q with x = 3, y = -1: ∂z/∂x, ∂z/∂y?
    """
    if level not in LEVELS:
        raise ValueError(f"the levels are 1 to {len(LEVELS)}, got {level!r}")
    leaves, inner, fewest, most = LEVELS[level]
    rng = Random(f"{seed}, {level}")
    while True:
        count = 1 if level <= 2 and rng.random() < 0.4 else len(leaves)
        operations = [*ARITHMETIC, rng.choice(SMOOTH), *(["**3"] if level == 1 else [])]
        found = random_expression(rng, leaves[:count], inner, "z", operations)
        smooth = [line for line in found.lines if line.operation in SMOOTH]
        exercise = ChainRule(found)
        steepness = [abs(exercise.nodes[name].grad) for name in found.leaves]
        fits = fewest <= max(found.paths().values()) <= most and min(steepness) >= 0.02
        if fits and len(smooth) <= 1:  # the rest can be done on paper
            return exercise
