"""Training on sequences of tokens, such as names: all lengths through one recording.

The loss is recorded once, for as many positions as the model has, with the tokens as inputs and a
weight for each position. Short sequences are padded; what they are padded with has weight 0, and as
attention looks back only, it touches nothing else. So sequences of all lengths make one batch.
Needs NumPy; with llvmlite it is fast.

Read ``progress.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Any

import autograd as ag
from nn.checks import needed, whole
from nn.losses.formulas import cross_entropy
from nn.models.gpt import GPT
from nn.optim.optimizer import Optimizer
from nn.probabilities import index_of, one_hot
from nn.training.history import History
from nn.training.keeping import keeper_of
from nn.training.loop import Training
from nn.training.progress import bar
from nn.training.run import told_token_run
from nn.training.shuffling import InOrder
from nn.training.vectors import VectorStep

__all__ = ["TokenTraining", "token_loss"]

Tokens = Sequence[int]


class TokenTraining:
    """A ``GPT`` that learns the next token of each sequence, ``batch_size`` of them a step.

    The sequences are taken in their order, again and again; of each as many tokens as the model
    has positions are read, and each is to tell the next one. The model's own Values stay as they
    are until ``store``, which ``run`` does at its end. ``history`` has the loss of each step.

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
        self.history = History(unit="step")
        self._batches = InOrder(examples, self.size, self.history)
        self._engine = TokenStep(model, self.columns, optimizer, self.size)
        self.compiled = self._engine.compiled

    @property
    def steps(self) -> int:
        """How many steps were done."""
        return self.history.epochs

    @property
    def vector(self) -> Any:
        """The parameters' numbers as they are now, in the order of ``compiled.parameters``."""
        return self._engine.vector

    def step(self) -> float:
        """One step of the optimiser; return the mean loss per token, as it was before.

        Raises ``ArithmeticError`` when training diverges; the numbers are then those before.
        """
        (batch,) = next(self._batches)
        loss, _ = self._engine.forward_backward(batch)
        self._engine.update()
        self.history.losses.append(loss)
        self.history.steps += 1
        return loss

    def run(
        self,
        steps: int,
        *,
        callback: Callable[[History], Any] | None = None,
        progress: bool | str = "auto",
        checkpoint: ag.files.Path | None = None,
        resume: bool = False,
    ) -> History:
        """Train until so many steps are done; write the numbers into the model; return the history.

        The words are those of ``fit``, with a step in place of an epoch: ``callback`` gets the
        history after each and stops the training by returning True; ``checkpoint`` names a
        ``.json`` file that holds the last complete step; with ``resume`` a killed training goes on
        from there with the numbers of an unbroken one, bit for bit: give the same model, sequences
        and settings, or more ``steps``. Ctrl-C ends it with what was learned so far.

        Raises ``ArithmeticError`` when training diverges, ``FileFormatError``, ``FileExistsError``
        and ``OSError`` as ``fit``.

        >>> model = GPT(2, 2, width=2, heads=1, hidden=2, rng=0)
        >>> from nn import Adam
        >>> training = TokenTraining(model, [[0, 1, 0], [1, 0]], Adam(0.1), batch_size=2)
        >>> training.run(60).stopped, training.loss([[0, 1, 0]]) < 0.1
        ('finished', True)
        """
        steps = whole("steps", steps, least=0)
        tell = partial(told_token_run, self.model, self.columns, self.optimizer, self.size)
        keeper = keeper_of(checkpoint, resume, steps, tell, "step")
        self.history.stopped = "finished"
        loop = Training(
            self._engine, [None] * self.size, {}, callback, self._batches, keeper, self.history
        )
        return loop.run(steps, bar(steps - (keeper.epochs or self.steps), progress, "step"))

    def loss(self, sequences: Sequence[Tokens]) -> float:
        """The mean loss per token of some sequences, in nats (the natural logarithm)."""
        columns = _columns(self.model, sequences)
        _share(columns)
        loss: float = self.compiled.bind(*columns).at(self.vector)[0]
        return loss

    def __repr__(self) -> str:
        done = f"{self.steps} step{'' if self.steps == 1 else 's'}"
        rows = f"{self.size} of {self.columns.shape[1]} sequences each"
        return f"TokenTraining({self.model!r}, {done} of {self.optimizer!r}, {rows})"

    def store(self) -> None:
        """Write the numbers into the model's parameters."""
        self._engine.store()


class TokenStep(VectorStep):
    """A step on some of the sequences, whose columns are given; see ``problem.Step``."""

    def __init__(self, model: GPT, columns: Any, optimizer: Optimizer, size: int) -> None:
        super().__init__(optimizer)
        self.model, self.columns = model, columns
        self.compiled = ag.compile(token_loss(model), inputs=len(columns))
        self._buffer = columns[:, :size].copy()
        self._kernel: Any = None
        self.load()

    def forward_backward(self, batch: Sequence[int]) -> tuple[float, list[Any]]:
        """The mean loss per token of these sequences; the gradient waits for ``update``."""
        self.columns.take(batch, axis=1, out=self._buffer)
        _share(self._buffer)
        loss, self._partials, _ = self._kernel.at(self.vector)
        return loss, []

    def update(self) -> None:
        """One step of the optimiser on the numbers of the model's parameters."""
        import numpy as np

        with np.errstate(over="ignore", invalid="ignore"):  # it is looked at afterwards
            super().update()

    def load(self) -> None:
        """Read the model and the optimiser as they are now; record anew what has changed."""
        if self._kernel is None or not self._kernel.is_current():
            self._kernel = self.compiled.bind(*self._buffer)
            self._recorded()
        self._read(list(dict.fromkeys(self.model.parameters())))


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
