"""What is kept beside a model, and what is made of what anybody may have written there."""

from argparse import Namespace

import pytest

import nn
from nn.cli.kept import keep, kept_of
from nn.cli.tasks import TASKS
from nn.cli.terminal import Refused


@pytest.mark.parametrize("ending", ["json", "safetensors"])
def test_what_is_kept_comes_back(tmp_path, ending):
    if ending == "safetensors":
        pytest.importorskip("safetensors")
    path = tmp_path / f"a.{ending}"
    model, history = (
        nn.MLP(2, [3, 1], rng=0),
        nn.fit(nn.MLP(2, [1], rng=0), *nn.gates.xor(), epochs=2, progress=False),
    )
    keep(model, history, TASKS["xor"], Namespace(save=path, seed=7, kept=None))
    found = kept_of(path)
    assert found.saved.model.state_dict() == model.state_dict()
    assert (found.saved.history, found.saved.seed) == (history, 7)
    assert (found.task, found.columns, found.labels) == ("xor", (), ("0", "1"))
    other = tmp_path / "b.json"
    keep(found.saved.model, None, None, Namespace(save=other, seed=0, kept=found))
    again = kept_of(other)
    assert again.saved.about == found.saved.about
    assert (again.saved.seed, again.saved.history) == (7, history)


def test_a_model_of_python_tells_nothing(tmp_path):
    nn.save(nn.Neuron(2), tmp_path / "a.json")
    assert kept_of(tmp_path / "a.json")[2:] == (None, (), (), None, None)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"labels": "ab"}, "about.labels is no list of texts"),
        ({"columns": ["a", 1]}, "about.columns is no list of texts"),
        ({"labels": ["a", "a"]}, "about.labels has a text twice"),
    ],
)
def test_what_others_write_is_looked_at(tmp_path, about, said):
    nn.save(nn.Neuron(2), tmp_path / "a.json", about=about)
    with pytest.raises(Refused, match=said):
        kept_of(tmp_path / "a.json")


def test_words_of_another_kind_are_as_none(tmp_path):
    nn.save(nn.Neuron(2), tmp_path / "a.json", about={"task": ["xor"], "target": 3})
    found = kept_of(tmp_path / "a.json")
    assert (found.task, found.target) == (None, None)
    nn.save(nn.Neuron(2), tmp_path / "b.json", about={"task": "list"})
    assert kept_of(tmp_path / "b.json").task is None


def test_columns_have_places_in_a_header(tmp_path):
    nn.save(nn.Neuron(2), tmp_path / "a.json", about={"columns": ["a", "b"]})
    kept = kept_of(tmp_path / "a.json")
    assert kept.places("c.csv", ["b", "c", "a"]) == [2, 0]
    with pytest.raises(Refused, match=r"c.csv has no column 'b'; .*a.json takes a, b"):
        kept.places("c.csv", ["a"])
