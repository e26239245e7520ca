"""Training on sequences of tokens, such as names: all lengths through one recording.

The loss is recorded once, for as many positions as the model has, with the tokens as inputs and a
weight for each position. Short sequences are padded; what they are padded with has weight 0, and as
attention looks back only, it touches nothing else. So sequences of all lengths make one batch.
Needs NumPy; with llvmlite it is fast.

Read ``progress.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import autograd as ag
from nn.checks import needed, whole
from nn.losses.formulas import cross_entropy
from nn.models.gpt import GPT
from nn.optim.optimizer import Optimizer
from nn.probabilities import index_of, one_hot

__all__ = ["TokenTraining", "token_loss"]

Tokens = Sequence[int]


class TokenTraining:
    """A ``GPT`` that learns the next token of each sequence, ``batch_size`` of them a step.

    The sequences are taken in their order, again and again; of each as many tokens as the model
    has positions are read, and each is to tell the next one. The model's own Values stay as they
    are until ``store``.

    Raises ``GraphError`` for sequences of fewer than two tokens and for tokens that the model does
    not have, ``OperandError`` for another kind of model, ``MissingPackageError`` without NumPy.

    >>> model = GPT(2, 2, width=2, heads=1, hidden=2, rng=0)
    >>> from nn import Adam
    >>> training = TokenTraining(model, [[0, 1, 0], [1, 0]], Adam(0.1), batch_size=2)
    >>> losses = [training.step() for _ in range(60)]
    >>> losses[0] > 0.6, losses[-1] < 0.1
    (True, True)
    """

    def __init__(
        self, model: GPT, sequences: Sequence[Tokens], optimizer: Optimizer, batch_size: int = 1
    ) -> None:
        needed("training on tokens", "numpy")
        for what, needs, given in (("model", GPT, model), ("optimizer", Optimizer, optimizer)):
            if not isinstance(given, needs):
                raise ag.OperandError(f"the {what} is a nn.{needs.__name__}, got {given!r}")
        self.model, self.optimizer = model, optimizer
        self.columns = _columns(model, sequences)
        examples = self.columns.shape[1]
        self.size = min(whole("batch_size", batch_size), examples)
        self.steps = 0
        self.compiled = ag.compile(token_loss(model), inputs=len(self.columns))
        self._buffer = self.columns[:, : self.size].copy()
        self._kernel = self.compiled.bind(*self._buffer)
        self.vector = self.compiled.vector()

    def step(self) -> float:
        """One step of the optimiser; return the mean loss per token, as it was before.

        Raises ``ArithmeticError`` when training diverges; the numbers are then those before.
        """
        import numpy as np

        first = self.steps * self.size
        batch = np.arange(first, first + self.size) % self.columns.shape[1]
        self.columns.take(batch, axis=1, out=self._buffer)
        _share(self._buffer)
        loss, gradient, _ = self._kernel.at(self.vector)
        numbers = self.vector.copy(), gradient.copy()  # a rule may write on them
        with np.errstate(over="ignore", invalid="ignore"):  # it is looked at afterwards
            self.vector = self.optimizer.step_array(*numbers)
        self.steps += 1
        return loss

    def loss(self, sequences: Sequence[Tokens]) -> float:
        """The mean loss per token of some sequences, in nats (the natural logarithm)."""
        columns = _columns(self.model, sequences)
        _share(columns)
        return self.compiled.bind(*columns).at(self.vector)[0]

    def __repr__(self) -> str:
        done = f"{self.steps} step{'' if self.steps == 1 else 's'}"
        rows = f"{self.size} of {self.columns.shape[1]} sequences each"
        return f"TokenTraining({self.model!r}, {done} of {self.optimizer!r}, {rows})"

    def store(self) -> None:
        """Write the numbers into the model's parameters."""
        self.compiled.assign(self.vector)


def token_loss(model: GPT) -> Callable[..., Any]:
    """A function of one sequence: its tokens, one more than there are positions, then a weight for
    each position; it gives Σ weight · -log p(next token).
    """
    tokens, positions = _sizes(model)

    def loss(*inputs: Any) -> Any:
        choices = [one_hot(token, tokens) for token in inputs[: positions + 1]]
        losses = map(cross_entropy, model(choices[:-1]), choices[1:])
        return sum(weight * x for weight, x in zip(inputs[positions + 1 :], losses))

    return loss


def _sizes(model: GPT) -> tuple[int, int]:
    """How many tokens there are, and how many positions."""
    return len(model.token.W), len(model.position.W)


def _columns(model: GPT, sequences: Sequence[Tokens]) -> Any:
    """A column for each sequence: its tokens, padded, then 1 or 0 for each position."""
    import numpy as np

    tokens, positions = _sizes(model)
    used = [list(sequence)[: positions + 1] for sequence in sequences]
    for i, sequence in enumerate(used):
        if len(sequence) < 2:
            raise ag.GraphError(f"sequence {i} has no token after its first: {sequence}")
    if not used:
        raise ag.GraphError("there are no sequences to learn from")
    for token in set(chain.from_iterable(used)):
        index_of(token, tokens)
    padded = [[*sequence, *[0] * (positions + 1 - len(sequence))] for sequence in used]
    lengths = np.array([len(sequence) - 1 for sequence in used])
    counts = np.arange(positions)[:, None] < lengths
    return np.ascontiguousarray(np.vstack([np.array(padded).T, counts]), dtype=np.float64)


def _share(columns: Any) -> None:
    """Turn ones into weights with which the mean over the examples is that over all tokens."""
    weights = columns[len(columns) // 2 + 1 :]
    weights *= columns.shape[1] / weights.sum()
