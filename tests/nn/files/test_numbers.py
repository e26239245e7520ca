"""Numbers by path: nested and back, as tensors and back, whatever the paths are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nn.files.fields import Unfit
from nn.files.numbers import count, grids, nested, pairs
from tests.nn.files.models import KNOWN, OWN

words = st.sampled_from(["a", "b", "0", "1", "01", "", "neurons", "w"])
paths = st.lists(st.lists(words, min_size=1, max_size=4).map(".".join), unique=True)


@given(paths)
def test_every_number_comes_back_to_its_path(paths):
    wanted = {path: path for path in paths}
    given_ = {path: float(i) for i, path in enumerate(paths)}
    assert dict(pairs(nested(wanted), nested(given_), "it")) == given_
    assert count(nested(given_)) == len(paths)


@given(paths)
def test_every_path_stands_in_one_tensor(paths):
    found = grids(paths)
    assert sorted(path for grid in found for path in grid.paths) == sorted(paths)
    assert len({grid.name for grid in found}) == len(found)
    for grid in found:
        size = 1
        for n in grid.shape:
            size *= n
        assert size == len(grid.paths)


@pytest.mark.parametrize("name", [*KNOWN, *OWN])
def test_numbers_are_nested_as_the_attributes_are(name):
    model = (KNOWN[name][0] if name in KNOWN else OWN[name])()
    state = model.state_dict()
    assert dict(pairs(nested({path: path for path in state}), nested(state), "it")) == state


def shapes(model):
    return {grid.name: grid.shape for grid in grids(list(model.state_dict()))}


def test_tensors_have_the_shapes_that_libraries_use():
    assert shapes(KNOWN["MLP"][0]()) == {
        "layers.0.neurons.w": (4, 2),
        "layers.0.neurons.b": (4,),
        "layers.1.neurons.w": (3, 4),
        "layers.1.neurons.b": (3,),
        "layers.2.neurons.w": (2, 3),
        "layers.2.neurons.b": (2,),
    }
    assert shapes(KNOWN["Recurrent"][0]()) == {"W": (3, 2), "U": (3, 3), "b": (3,)}
    assert shapes(KNOWN["Neuron"][0]()) == {"w": (3,), "b": ()}
    assert shapes(KNOWN["GPT"][0]())["layers.1.attention.query.W"] == (4, 4)


def test_what_is_no_grid_is_told_row_by_row():
    found = grids(["W.0.0", "W.1.0", "W.1.1", "b.0", "b.2", "c.1", "c.0"])
    assert [(grid.name, grid.shape) for grid in found] == [
        ("W.0", (1,)),
        ("W.1", (2,)),
        ("b.0", ()),
        ("b.2", ()),
        ("c.1", ()),
        ("c.0", ()),
    ]


WANTED = {"w": [1, 2], "b": 3}


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ([], "it is not nested"),
        ({"w": [1.0, 2.0]}, "it.b stands in the model alone"),
        ({"w": [1.0, 2.0], "b": 0.5, "c" * 99: 1}, "it.c* stands in the file alone"),
        ({"w": [1.0], "b": 0.5}, "it.w has 1 parts, and in the model 2"),
        ({"w": 1.0, "b": 0.5}, "it.w is not nested"),
        ({"w": [1.0, 2.0], "b": [0.5]}, "it.b is a finite number"),
        ({"w": [1.0, None], "b": 0.5}, "it.w.1 is a finite number, not None"),
        ({"w": [1.0, 10**400], "b": 0.5}, "it.w.1 is a finite number"),
    ],
)
def test_numbers_that_do_not_fit_are_named(given_, words):
    with pytest.raises(Unfit, match=words):
        list(pairs(WANTED, given_, "it"))
