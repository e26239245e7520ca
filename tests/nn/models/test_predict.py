"""Answers for many rows: compiled or not, they are the same numbers."""

import re
from pathlib import Path

import pytest

import autograd as ag
import nn
from autograd import Value
from nn import MLP, Layer
from nn.models import predict as module
from nn.models.predict import as_code, numbers_of, predict, worth_compiling

HERE = Path(nn.__file__).parent
ROWS = [[0.1 * i, 0.2 * i - 1.0] for i in range(7)]
CONV = nn.Conv1d(1, 2, 2, rng=0)
MODELS = {
    "a number": MLP(2, [3, 1], rng=0),
    "a list": MLP(2, [3, 2], rng=0),
    "a list of one": Layer(2, 1, rng=0),
    "lists of lists": lambda x: CONV([list(x)]),
    "a constant beside": lambda x: [x[0], 2.0],
    "a tuple": lambda x: (x[0], x[1] * 2.0),
}


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_compiled_answers_are_shaped_like_the_models_own(model, any_backend):
    expected = [numbers_of(model(x)) for x in ROWS]
    found = predict(model, ROWS, always=True)
    assert predict(model, ROWS) == expected
    assert str(found)[:2] == str(expected)[:2]
    flat, others = ([float(x) for x in re.findall(r"[-\d.e]+", str(y))] for y in (found, expected))
    assert flat == pytest.approx(others, rel=1e-12)


def test_a_model_that_looks_at_its_numbers_is_asked_row_by_row():
    assert (
        predict(lambda x: 1.0 if x[0] > 0.25 else 0.0, ROWS, always=True) == [0.0] * 3 + [1.0] * 4
    )


def test_worth_it_is_a_question_of_the_amount_of_work(monkeypatch):
    model = MLP(2, [3, 1], rng=0)
    assert not worth_compiling(model, ROWS, 10)
    assert worth_compiling(model, ROWS, 10**6)
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "llvmlite" else name)
    assert not worth_compiling(model, ROWS, 10**6)


def test_a_loss_as_code_reads_its_parameters_or_there_is_none():
    w = Value(3.0)
    code = as_code(lambda: w * w)
    w.data = 5.0
    assert code() == 25.0
    assert as_code(lambda: "text") is None
    w.data = 0.0
    later = as_code(lambda: ag.log(w))
    w.data = 1.0
    assert later() == 0.0


def test_the_compiler_is_known_to_three_rooms_and_taught_in_the_course():
    knowing = {
        room if (room := path.relative_to(HERE).parts[0]) in ("export", "training") else path.name
        for path in HERE.rglob("*.py")
        if path.parent.name != "course"
        and re.search(r"\bag\.compile\(|autograd\.compiler|RecordingError", path.read_text("utf-8"))
    }
    assert knowing == {"export", "training", "predict.py"}
