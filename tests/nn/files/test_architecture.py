"""Models as plain data: nothing is left out in silence, and nothing is made that is not counted."""

import copy

import pytest

import nn
from nn.files.architecture import differences, own_parts, planned, told
from nn.files.fields import Unfit
from tests.nn.files.models import KNOWN, OWN


@pytest.mark.parametrize("name", OWN)
def test_what_no_file_can_make_is_named(name):
    found = [*own_parts(told(OWN[name]()))]
    words = {"Line": "Line", "inside": "parts.0: Line", "lambda": "parts.1: <lambda>"}
    words |= {"tied": "GPT, shared", "replaced": "MLP, changed", "noted": "MLP, changed"}
    words |= {"activation": "layers.0.activation: ", "shared": "parts.2: "}
    assert words[name] in found[0]


@pytest.mark.parametrize("name", KNOWN)
def test_whatever_is_changed_in_a_setting_is_a_difference(name):
    one = told(KNOWN[name][0]())
    assert list(differences(one, copy.deepcopy(one))) == []
    for key, x in one.items():
        if isinstance(x, int):
            other = {**one, key: x + 1}
            assert f"the model.{key}: {x} in the file" in next(differences(one, other))


def test_differences_are_told_by_their_place():
    one, other = (told(nn.MLP(2, [3, 1], a, rng=0)) for a in ("tanh", "relu"))
    expected = "the model.layers.0.activation: 'tanh' in the file, 'relu' here"
    assert list(differences(one, other)) == [expected]
    assert "MLP in the file, Layer here" in next(differences(one, told(nn.Layer(2, 3))))
    longer = told(nn.MLP(2, [3, 3, 1], rng=0))
    assert "2 parts in the file, 3 parts here" in next(differences(one, longer))


def test_somebodys_own_is_like_anything_in_its_place():
    def named(x):
        return x

    parts = [lambda x: x, named, nn.softmax]
    one, other, known = (told(nn.Sequential(nn.Layer(2, 2), f)) for f in parts)
    assert one != other
    assert list(differences(one, other)) == list(differences(one, known)) == []
    flat = told(nn.Sequential(nn.Layer(2, 2), nn.flatten))
    assert "'softmax' in the file, 'flatten' here" in next(differences(known, flat))


def test_a_list_of_parts_with_something_hung_on_is_somebodys_own():
    model = nn.Sequential(nn.Layer(2, 2), nn.softmax)
    model.note = "mine"
    assert list(own_parts(told(model))) == ["Sequential, changed after it was made"]
    assert list(own_parts(told(nn.Parallel(model)))) == [
        "parts.0: Sequential, changed after it was made"
    ]


HUGE = 10**9
HOSTILE = {
    "no kind": {"inputs": 2},
    "unknown kind": {"kind": "os.system"},
    "kind is a list": {"kind": ["MLP"]},
    "no settings": {"kind": "MLP"},
    "more settings": {"kind": "Neuron", "inputs": 1, "activation": "tanh", "init": "he"},
    "no layers": {"kind": "MLP", "inputs": 2, "layers": []},
    "layers are a number": {"kind": "MLP", "inputs": 2, "layers": HUGE},
    "a layer is a number": {"kind": "MLP", "inputs": 2, "layers": [3]},
    "no neurons": {"kind": "MLP", "inputs": 2, "layers": [{"neurons": 0, "activation": "tanh"}]},
    "parts are an object": {"kind": "Sequential", "parts": {}},
    "a part is null": {"kind": "Sequential", "parts": [None]},
    "a part is own": {"kind": "Sequential", "parts": [{"own": "Line"}]},
    "epsilon": {"kind": "LayerNorm", "width": 2, "epsilon": -1.0},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_description_that_makes_no_sense_is_refused(what):
    with pytest.raises(Unfit, match="it"):
        planned(HOSTILE[what], "it")


def test_what_does_not_go_together_is_refused_where_it_is_made():
    with pytest.raises(Unfit, match="it: 3 heads share a width of 4"):
        planned({"kind": "Attention", "width": 4, "heads": 3}, "it").make()


def test_a_huge_model_is_counted_in_no_time():
    layer = {"neurons": HUGE, "activation": "tanh"}
    plan = planned({"kind": "MLP", "inputs": HUGE, "layers": [layer] * 1000}, "it")
    assert plan.count == 1000 * HUGE * (HUGE + 1)
    gpt = {"kind": "GPT", "tokens": 1, "positions": 1, "width": 1, "heads": 1, "hidden": 1}
    assert planned({**gpt, "layers": HUGE}, "it").count > HUGE
