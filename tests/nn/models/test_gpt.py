"""The little GPT: by formula, against the losses of a recipe, and what it writes."""

from collections import Counter
from random import Random
from typing import Any

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import GraphError
from nn.models.gpt import Block
from nn.models.init import normal
from tests.nn import recipe
from tests.nn.models.promises import data, each_promise
from tests.nn.models.test_attention import by_formula


@each_promise
def test_it_is_a_module(promise):
    promise(lambda s: nn.GPT(3, 3, 4, 2, rng=s + 4, init=normal(0.5)), [0, 2, 1])


@each_promise
def test_a_block_is_a_module(promise):
    x = [[0.3, -1.0, 2.0, 0.5], [1.0, 0.2, -0.4, 0.6]]
    promise(lambda s: Block(4, 2, 6, rng=s), x)


def rms(x):
    return x / np.sqrt(np.mean(x**2, axis=-1, keepdims=True) + 1e-5)


def numbers(matrix):
    return np.array([[w.data for w in row] for row in matrix])


@pytest.mark.parametrize("layers", [1, 2])
def test_the_formula(layers):
    model = nn.GPT(5, 4, 4, 2, layers, hidden=6, rng=0, init=normal(0.5))
    tokens = [4, 0, 3]
    x = rms(numbers(model.token.W)[tokens] + numbers(model.position.W)[:3])
    for block in model.layers:
        x = x + by_formula(block.attention, rms(x))
        first, second = numbers(block.first.W), numbers(block.second.W)
        x = x + np.maximum(rms(x) @ first.T, 0.0) @ second.T
    expected = x @ numbers(model.output.W).T
    assert np.array([data(row) for row in model(tokens)]) == pytest.approx(expected, abs=1e-13)


def test_what_pads_a_sequence_is_of_no_matter(any_backend):
    model = nn.GPT(4, 3, 4, 2, rng=0)
    compiled = ag.compile(lambda *x: nn.flatten(model(x)), inputs=3)
    short = nn.flatten(model([2, 1]))
    for padding in range(4):
        assert compiled(2.0, 1.0, padding)[:8] == pytest.approx(data(short), abs=1e-14)


# --- the recipe of microgpt ---


def test_the_parameters_in_the_order_of_the_recipe():
    named = recipe.prepared()[1].named_parameters()
    firsts = [name for name, _ in named if name.endswith("W.0.0")]
    assert firsts == [
        *("token.W.0.0", "position.W.0.0", "output.W.0.0"),
        *(f"layers.0.attention.{part}.W.0.0" for part in ("query", "key", "value", "output")),
        *("layers.0.first.W.0.0", "layers.0.second.W.0.0"),
    ]
    assert len(named) == 4192
    shapes = Counter(name.rpartition("W.")[0] for name, _ in named)
    assert shapes["layers.0.first."] == shapes["layers.0.second."] == 64 * 16
    assert shapes["position."] == shapes["layers.0.attention.query."] == 16 * 16


def test_the_first_losses_of_the_recipe():
    tokens, model, optimizer = recipe.prepared()
    found = []
    for sequence in tokens[:25]:
        model.zero_grad()
        losses = list(map(nn.cross_entropy, model(sequence[:-1][:16]), sequence[1:]))
        loss = (1 / len(losses)) * sum(losses)
        loss.backward()
        optimizer.step(model.parameters())
        found.append(loss.data)
    assert found == pytest.approx(recipe.LOSSES, abs=1e-9)


def test_its_matrices_are_found_again_by_name():
    model = nn.GPT(5, 3, 4, 2, rng=0)
    loss = ag.compile(lambda *x: sum(nn.cross_entropy(z, [0, 1, 0, 0, 0]) for z in model(x)), 3)
    listing = str(loss.loops)
    assert "·W_token[k,j] + W_position[i,j]" in listing
    assert "W_output[j,k]·" in listing
    scope = {}
    exec(loss.source("python"), scope)
    numbers = [p.data for p in loss.parameters]
    (found,) = scope["f"]([4.0, 0.0, 3.0], numbers)
    assert found == pytest.approx(loss(4.0, 0.0, 3.0), abs=1e-13)


@pytest.mark.parametrize("engine", ["eager", "compiled"])
def test_it_can_be_fitted_like_any_model(engine):
    """After 0 comes 1, after 1 comes 2, after 2 comes 0."""
    X = [[0, 1], [1, 2], [2, 0]]
    y = [[1, 2], [2, 0], [0, 1]]

    def loss(logits, following):
        return sum(nn.cross_entropy(z, nn.one_hot(t, 3)) for z, t in zip(logits, following))

    model = nn.GPT(3, 2, 4, 2, rng=0)
    history = nn.fit(model, X, y, loss=loss, optimizer=nn.Adam(0.05), epochs=60, engine=engine)
    assert history.losses[0] > 2.0
    assert history.losses[-1] < 0.1
    assert list(model.generate(2, temperature=1e-3, rng=0)) == [0, 1]


# --- what it writes ---


def test_it_writes_by_its_own_probabilities():
    model, rng = nn.GPT(3, 4, 4, 2, rng=0, init=normal(0.8)), Random(1)
    drawn = Counter(next(model.generate(1, rng=rng)) for _ in range(1000))
    expected = nn.softmax(data(model([1])[0]))
    assert [drawn[t] / 1000 for t in range(3)] == pytest.approx(expected, abs=0.05)
    colder = Counter(next(model.generate(1, temperature=0.5, rng=rng)) for _ in range(1000))
    expected = nn.softmax([2 * z for z in data(model([1])[0])])
    assert [colder[t] / 1000 for t in range(3)] == pytest.approx(expected, abs=0.05)


def test_each_token_is_drawn_with_all_before_it():
    model = nn.GPT(3, 6, 4, 2, rng=0, init=normal(0.8))
    found = list(model.generate(0, temperature=1e-3, rng=0))
    assert len(found) == 6
    for t in range(6):
        logits = data(model([0, *found][: t + 1])[-1])
        assert found[t] == max(range(3), key=logits.__getitem__)


def test_it_ends_before_the_token_that_stops_it():
    model = nn.GPT(3, 6, 4, 2, rng=0)
    free = list(model.generate(0, rng=0))
    stopped = list(model.generate(0, stop=2, rng=0))
    assert 2 in free
    assert stopped == free[: free.index(2)]


def test_it_writes_with_the_weights_of_the_moment_and_leaves_them_alone():
    model, other = nn.GPT(3, 6, 4, 2, rng=0), nn.GPT(3, 6, 4, 2, rng=1, init=normal(0.8))
    before = list(model.generate(0, rng=0))
    model.load_state_dict(other.state_dict())
    assert list(model.generate(0, rng=0)) == list(other.generate(0, rng=0)) != before
    assert model.state_dict() == other.state_dict()


# --- what is refused ---


def test_what_does_not_fit_is_refused():
    model = nn.GPT(3, 2, 4, 2)
    with pytest.raises(GraphError, match="this GPT has 2 positions, and there are more tokens"):
        model([0, 1, 2])
    with pytest.raises(GraphError, match="whole number from 0 to 2, got 3"):
        model([3])
    with pytest.raises(GraphError, match="whole number from 0 to 2, got 3"):
        list(model.generate(3))
    with pytest.raises(GraphError, match="layers is a whole number"):
        nn.GPT(3, 2, 4, 2, layers=0)
    with pytest.raises(GraphError, match="hidden is a whole number"):
        nn.GPT(3, 2, 4, 2, hidden=0)
    with pytest.raises(ValueError, match="temperature is a positive number, got 0"):
        list(model.generate(0, temperature=0))


def test_tokens_to_begin_with_are_read_before_the_first_is_drawn():
    model = nn.GPT(5, 4, 4, 2, rng=0, init=normal(1.0))
    chances = [p.data for p in nn.softmax(model([1, 4, 2])[-1])]
    rng = Random(0)
    drawn = Counter(next(model.generate([1, 4, 2], rng=rng)) for _ in range(2000))
    assert [drawn[i] / 2000 for i in range(5)] == pytest.approx(chances, abs=0.04)
    assert list(model.generate([3], rng=1)) == list(model.generate(3, rng=1))
    assert len(list(model.generate([1, 4, 2], rng=0))) == 2  # of four positions
    for begin, count in (([], 0), ([0] * 5, 5)):
        with pytest.raises(GraphError, match=f"has 4 positions: .* at least; got {count}"):
            model.generate(begin)
    with pytest.raises(GraphError, match="the token is a whole number from 0 to 4, got 5"):
        model.generate([0, 5])


def test_it_shows_its_sizes():
    assert repr(nn.GPT(27, 16)) == "GPT(27, 16, width=16, heads=4, layers=1)"


@pytest.mark.parametrize(("token", "stop"), [("emma", None), (3, None), (0, 99)])
def test_what_is_no_token_is_refused_before_anything_is_drawn(token: Any, stop: Any) -> None:
    with pytest.raises(ag.GraphError, match="is a whole number from 0 to 2"):
        nn.GPT(3, 4, 4, 1, rng=0).generate(token, stop)
