"""Training on sequences: the numbers of an eager training, whatever the lengths and batches."""

import math
import sys

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import FileFormatError, GraphError, MissingPackageError
from nn.models.init import normal
from nn.training.tokens import token_loss
from tests.nn import recipe
from tests.nn.files.mutated import train_on_tokens, tried

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


# --- runs that are held in a file ---

RULES = {
    "SGD": lambda: nn.SGD(nn.step_decay(0.2, every=4), momentum=0.9, nesterov=True),
    "Adam": lambda: nn.Adam(nn.cosine(0.1, 20)),
    "Nadam": lambda: nn.Nadam(nn.warmup(6, 0.05)),
    "Adadelta": nn.Adadelta,
}


def prepared(rule="Adam", size=2, sequences=SEQUENCES, seed=0):
    return nn.TokenTraining(model(seed), sequences, RULES[rule](), size)


def ran(training, steps=12, **held):
    """All that a run leaves, to the last bit."""
    history = training.run(steps, progress=False, **held)
    parameters, rule = training.model.parameters(), training.optimizer
    memory = [[float(x).hex() for x in rule.remembered(p)] for p in parameters]
    losses = [x.hex() for x in history.losses]
    numbers = [p.data.hex() for p in parameters]
    return numbers, memory, rule.steps, losses, history.steps, history.stopped, history.unit


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("rule", RULES)
def test_a_run_goes_on_as_if_all_steps_had_been_asked_for_at_once(rule, size, tmp_path):
    whole = ran(prepared(rule, size))
    for steps in (0, 3, 4, 12):
        held = {"checkpoint": tmp_path / "run.json", "resume": True}
        found = ran(prepared(rule, size), steps, **held)
    assert found == whole
    assert ran(prepared(rule, size), **held) == whole  # nothing is left to do


def test_a_run_is_the_steps_one_by_one():
    ours, theirs = prepared(), prepared()
    history = ours.run(6, progress=False)
    assert history.losses == pytest.approx([theirs.step() for _ in range(6)], rel=1e-15)
    theirs.store()
    assert ours.model.state_dict() == theirs.model.state_dict()
    assert (ours.steps, theirs.steps, theirs.history.steps) == (6, 6, 6)
    assert repr(history).startswith("History(6 steps, finished: loss ")
    assert history is ours.history


def test_steps_by_hand_and_two_runs_are_one_run():
    whole, parts = prepared(), prepared()
    parts.step()
    parts.run(3, progress=False)
    assert ran(parts)[:3] == ran(whole)[:3]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_a_run_that_is_broken_off_anywhere_is_held(error, tmp_path, monkeypatch):
    whole, path = ran(prepared()), tmp_path / "run.json"
    training, update = prepared(), nn.Adam.update

    def broken(rule, *given):
        if rule.steps == 7:
            raise error
        return update(rule, *given)

    with monkeypatch.context() as patch:
        patch.setattr(nn.Adam, "update", broken)
        if error is KeyboardInterrupt:
            assert training.run(12, progress=False, checkpoint=path).stopped == "interrupted"
        else:
            with pytest.raises(error):
                training.run(12, progress=False, checkpoint=path)
    held = ag.files.read_json(path)["history"]
    assert (training.steps, len(held["losses"]), held["unit"]) == (7, 7, "step")
    assert ran(training, checkpoint=path, resume=True) == whole
    assert ran(prepared(), checkpoint=path, resume=True) == whole


def test_a_callback_stops_a_run_and_may_change_the_model():
    def callback(history):
        if history.epochs == 2:
            training.model.output.W[0][0].data = 0.25
        return history.epochs == 3

    training = prepared()
    assert training.run(12, callback=callback, progress=False).stopped == "callback"
    assert training.steps == 3
    assert training.model.output.W[0][0].data == pytest.approx(0.25, abs=0.11)  # a step of 0.1


OTHER = {
    "model": ({}, lambda: nn.TokenTraining(nn.GPT(4, 3, 4, 1), SEQUENCES, RULES["Adam"](), 2),
              r"model.layers.*|model.heads.*"),
    "rule": ({"rule": "Nadam"}, None, "optimizer"),
    "size": ({"size": 5}, None, "batch_size: 2 in the file, 5 here"),
    "sequences": ({"sequences": [*SEQUENCES[1:], SEQUENCES[0]]}, None,
                  "the sequences are not those of the run"),
    "fewer": ({"sequences": SEQUENCES[:4]}, None, "rows: 5 in the file, 4 here"),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHER)
def test_the_checkpoint_of_another_run_is_refused(what, tmp_path):
    path, (settings, make, words) = tmp_path / "run.json", OTHER[what]
    prepared().run(3, progress=False, checkpoint=path)
    raw, training = path.read_bytes(), make() if make else prepared(**settings)
    before = training.vector.tolist()
    with pytest.raises(FileFormatError, match=f"checkpoint of another run: ({words})"):
        training.run(5, progress=False, checkpoint=path, resume=True)
    assert (training.vector.tolist(), training.steps, training.optimizer.steps) == (before, 0, 0)
    assert path.read_bytes() == raw


def test_the_checkpoint_of_fit_is_that_of_another_run(tmp_path):
    path = tmp_path / "run.json"
    nn.fit(nn.MLP(2, [1]), *nn.gates.and_(), epochs=1, checkpoint=path, progress=False)
    with pytest.raises(FileFormatError, match=r"run\.json: .*"):
        prepared().run(2, checkpoint=path, resume=True)


def test_nobodys_work_is_written_over(tmp_path):
    path = tmp_path / "run.json"
    prepared().run(3, progress=False, checkpoint=path)
    with pytest.raises(FileExistsError, match="resume=True goes on with it"):
        prepared().run(5, checkpoint=path)
    with pytest.raises(GraphError, match=r"run\.json has 3 steps done, and 2 are asked for"):
        prepared().run(2, checkpoint=path, resume=True)
    with pytest.raises(GraphError, match=r"checkpoint=\"run\.json\" too"):
        prepared().run(2, resume=True)
    with pytest.raises(GraphError, match="steps is a whole number from 0 on, got -1"):
        prepared().run(-1)


def test_a_damaged_checkpoint_is_refused_or_gone_on_with_and_never_half(tmp_path):
    """``python -m tests.nn.files.mutated`` tries more of them."""
    train_on_tokens(tmp_path / "run.json", 3)
    came = tried(train_on_tokens, tmp_path / "run.json", 150)
    assert came["refused"] > came["loaded"] > 0
