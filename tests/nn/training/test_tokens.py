"""Training on sequences: the numbers of an eager training, whatever the lengths and batches."""

import math
import sys

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import GraphError, MissingPackageError
from nn.models.init import normal
from nn.training.tokens import token_loss
from tests.nn import recipe

SEQUENCES = [[3, 0, 1, 3], [3, 2], [3, 1, 1, 0, 2, 3], [3, 0, 3], [3, 2, 2, 1, 3]]


def model(seed=0):
    return nn.GPT(4, 3, 4, 2, rng=seed, init=normal(0.4))


def eager(gpt, sequences):
    """The mean loss per token, a graph of Values."""
    losses = []
    for sequence in sequences:
        read, told = sequence[:-1][:3], sequence[1:][:3]
        losses += map(nn.cross_entropy, gpt(read), told)
    return sum(losses) / len(losses)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_it_trains_like_the_eager_engine(size):
    ours, theirs = model(), model()
    training = nn.TokenTraining(ours, SEQUENCES, nn.Adam(0.05), size)
    optimizer, place = nn.Adam(0.05), 0
    for _ in range(12):
        batch = [SEQUENCES[(place + i) % 5] for i in range(size)]
        place += size
        theirs.zero_grad()
        loss = eager(theirs, batch)
        loss.backward()
        assert training.step() == pytest.approx(loss.data, abs=1e-12)
        optimizer.step(theirs.parameters())
    assert training.steps == 12
    before = ours.state_dict()
    training.store()
    assert before == model().state_dict()
    after = list(ours.state_dict().values())
    assert after == pytest.approx(list(theirs.state_dict().values()), abs=1e-10)


def test_all_losses_of_the_recipe_by_one_recording():
    pytest.importorskip("llvmlite")
    tokens, model, optimizer = recipe.prepared()
    training = nn.TokenTraining(model, tokens, optimizer)
    losses = [training.step() for _ in range(1000)]
    assert losses[:25] == pytest.approx(recipe.LOSSES, abs=1e-9)
    assert sum(losses[-100:]) / 100 == pytest.approx(recipe.MEAN_OF_THE_LAST, abs=1e-9)


def test_the_loss_of_some_sequences_is_that_of_their_tokens():
    training = nn.TokenTraining(model(), SEQUENCES, nn.Adam(0.05), 2)
    for some in (SEQUENCES[:1], SEQUENCES[1:4], SEQUENCES):
        assert training.loss(some) == pytest.approx(eager(model(), some).data, abs=1e-13)
    first = training.loss(SEQUENCES)
    for _ in range(10):
        training.step()
    assert training.loss(SEQUENCES) < first  # of the numbers as they are now
    training.store()
    assert training.loss(SEQUENCES) == pytest.approx(eager(training.model, SEQUENCES).data)


def test_the_recorded_loss_by_hand():
    """Σ wₜ·-log p(next): padding has weight 0."""
    gpt = model()
    loss = ag.compile(token_loss(gpt), inputs=7)
    p = [nn.softmax(row)[t].data for row, t in zip(gpt([3, 2]), (2, 1))]
    expected = -0.5 * math.log(p[0]) - 2.0 * math.log(p[1])
    for padding in (0.0, 3.0):
        assert loss(3.0, 2.0, 1.0, padding, 0.5, 2.0, 0.0) == pytest.approx(expected, abs=1e-14)


def test_a_larger_batch_than_there_are_sequences_is_all_of_them():
    training = nn.TokenTraining(model(), SEQUENCES, nn.SGD(0.0001), 50)
    losses = [training.step() for _ in range(2)]
    assert losses[0] == pytest.approx(eager(model(), SEQUENCES).data, abs=1e-13)
    assert losses[1] == pytest.approx(losses[0], abs=1e-3)


def test_the_optimiser_may_keep_the_gradient():
    class Late(nn.SGD):
        """The step of the gradient before."""

        remembers = 1

        def update(self, w, g, lr, t, *memory):
            return w - lr * memory[0], self.kept(g)

        kept = staticmethod(np.copy)

    class Careless(Late):
        kept = staticmethod(lambda g: g)

    one, other = (nn.TokenTraining(model(), SEQUENCES, rule(0.1), 5) for rule in (Late, Careless))
    assert [one.step() for _ in range(4)] == [other.step() for _ in range(4)]


def test_a_training_that_diverges_keeps_the_numbers_before():
    class InPlace(nn.SGD):
        def update(self, w, g, lr, t, *memory):
            w -= lr * g
            return (w,)

    training = nn.TokenTraining(model(), SEQUENCES, InPlace(1.7e308), 5)
    before = training.vector.tolist()
    with pytest.raises(ArithmeticError, match="would become inf in step 1"):
        training.step()
    assert training.vector.tolist() == before
    assert training.steps == 0


@pytest.mark.parametrize(
    ("sequences", "said"),
    [
        ([], "there are no sequences to learn from"),
        ([[3, 1], [3]], r"sequence 1 has no token after its first: \[3\]"),
        ([[3, 1, 4]], "an index into 4 is a whole number from 0 to 3, got 4"),
        ([[3, -1]], "from 0 to 3, got -1"),
    ],
)
def test_what_cannot_be_learned_is_refused(sequences, said):
    with pytest.raises(GraphError, match=said):
        nn.TokenTraining(model(), sequences, nn.Adam(0.1))


def test_a_batch_has_at_least_one_sequence():
    with pytest.raises(GraphError, match="batch_size is a whole number from 1 on, got 0"):
        nn.TokenTraining(model(), SEQUENCES, nn.Adam(0.1), 0)


def test_without_numpy_it_says_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingPackageError, match="training on tokens needs numpy"):
        nn.TokenTraining(model(), SEQUENCES, nn.Adam(0.1))


def test_another_kind_of_model_or_optimiser_is_refused() -> None:
    model = nn.GPT(2, 2, width=2, heads=1, hidden=2, rng=0)
    with pytest.raises(ag.OperandError, match=r"the model is a nn.GPT, got MLP"):
        nn.TokenTraining(nn.MLP(2, [1]), [[0, 1]], nn.Adam())  # type: ignore[arg-type]
    with pytest.raises(ag.OperandError, match=r"the optimizer is a nn.Optimizer, got 0.1"):
        nn.TokenTraining(model, [[0, 1]], 0.1)  # type: ignore[arg-type]
