"""The table of kinds: a row for each module at the door, and each row true."""

import pytest

import nn
from autograd import Value
from nn.files.architecture import planned, told
from nn.files.kinds import KINDS
from tests.nn.files.models import KNOWN


def public_modules():
    things = [getattr(nn, name) for name in nn.__all__]
    return [t for t in things if isinstance(t, type) and issubclass(t, nn.Module)]


def test_every_module_at_the_door_has_a_row_and_a_sample():
    wanted = {t.__name__ for t in public_modules()} - {"Module"}
    assert len(wanted) > 10
    assert wanted <= {*KINDS}
    assert {*KINDS} <= {type(make()).__name__ for make, _ in KNOWN.values()}


@pytest.mark.parametrize("name", KNOWN)
def test_the_count_is_known_before_anything_is_made(name, monkeypatch):
    model = KNOWN[name][0]()
    found = told(model)
    assert found["kind"] in KINDS
    monkeypatch.setattr(Value, "__init__", None)
    assert planned(found, "it").count == len(model.parameters())


@pytest.mark.parametrize("name", KNOWN)
def test_a_module_is_made_as_it_was(name):
    model = KNOWN[name][0]()
    made = planned(told(model), "it").make()
    assert repr(made) == repr(model)
    assert [n for n, _ in made.named_parameters()] == [n for n, _ in model.named_parameters()]
    assert told(made) == told(model)
