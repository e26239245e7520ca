"""Models in files: exact to the last bit, whole at any moment, and nothing taken on trust."""

import json
import math
import os
import random
import resource
import subprocess
import sys

import numpy as np
import pytest

import autograd as ag
import nn
from autograd import FileFormatError, GraphError, OperandError
from nn.files import model as module
from tests.interrupts import interrupted
from tests.nn.files.models import KNOWN, OWN, Line, exactly, numbers
from tests.nn.files.mutated import samples, tried

ENDINGS = (".json", ".safetensors")
each_ending = pytest.mark.parametrize("ending", ENDINGS)


def awkward(model, seed=0):
    """The model with numbers of all sizes, among them -0.0 and the smallest."""
    source = random.Random(seed)
    some = [-0.0, 5e-324, math.nextafter(1.0, 2.0), -1.7976931348623157e308, 0.1]
    for p in model.parameters():
        p.data = source.choice([*some, source.gauss(0, 1) * 10.0 ** source.randint(-300, 300)])
    return model


@each_ending
@pytest.mark.parametrize("name", KNOWN)
def test_a_model_comes_back_to_the_last_bit(name, ending, tmp_path):
    make, x = KNOWN[name]
    model, path = make(), tmp_path / f"model{ending}"
    nn.save(model, path)
    again = nn.load(path)
    assert repr(again) == repr(model)
    assert exactly(again) == exactly(model)
    assert repr(numbers(again(x))) == repr(numbers(model(x)))
    nn.save(awkward(model), path)
    assert exactly(nn.load(path)) == exactly(model)


@each_ending
@pytest.mark.parametrize("name", OWN)
def test_what_no_file_can_make_is_loaded_into_a_model(name, ending, tmp_path):
    model, path = awkward(OWN[name]()), tmp_path / f"model{ending}"
    nn.save(model, path)
    with pytest.raises(FileFormatError, match=r"model yourself and write nn.load\(path, into="):
        nn.load(path)
    into = OWN[name]()
    assert nn.load(path, into) is into
    assert exactly(into) == exactly(model)


@each_ending
def test_all_that_was_saved_is_read(ending, tmp_path):
    model, path = nn.MLP(2, [3, 1], rng=7), tmp_path / f"xor{ending}"
    history = nn.fit(model, *nn.gates.xor(), epochs=3, metrics=["accuracy", lambda p, t: math.nan])
    about = {"columns": ["a", "b"], "größe": 1.5, "deep": {"x": None}}
    nn.save(model, path, history, seed=7, about=about)
    found = nn.read(path)
    assert (found.seed, found.about, found.chainrule) == (7, about, ag.__version__)
    assert repr(vars(found.history)) == repr(vars(history))
    assert exactly(found.model) == exactly(model)
    nn.save(model, path)
    assert nn.read(path).history is nn.read(path).seed is nn.read(path).about is None


def test_the_file_is_for_people(tmp_path):
    path = tmp_path / "and.json"
    neuron = nn.Neuron(2, "sigmoid", init=nn.init.constant(0.5))
    nn.save(neuron, path, seed=3)
    assert path.read_text().splitlines() == [
        "{",
        '  "format": "nn model",',
        '  "version": 1,',
        f'  "chainrule": "{ag.__version__}",',
        '  "architecture": {"kind": "Neuron", "inputs": 2, "activation": "sigmoid"},',
        '  "seed": 3,',
        '  "history": null,',
        '  "about": null,',
        '  "parameters": {"w": [0.5, 0.5], "b": 0.0}',
        "}",
    ]


# --- what is refused, and changes nothing ---


@each_ending
def test_numbers_that_are_not_finite_are_not_saved(ending, tmp_path):
    model, path = nn.MLP(2, [2, 1], rng=0), tmp_path / f"a{ending}"
    model.layers[0].neurons[1].b.data = math.nan
    with pytest.raises(GraphError, match=r"1 of 9 .* layers\.0\.neurons\.1\.b = nan"):
        nn.save(model, path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"model": 3}, "a model, such as nn.MLP; got 3"),
        ({"path": "a.pkl"}, r"ends in .json or .safetensors, got 'a.pkl'"),
        ({"path": "a"}, "ends in"),
        ({"path": None}, "the name of a file"),
        ({"seed": 1.5}, "seed is a whole number"),
        ({"about": {"x": {1, 2}}}, "keeps numbers, texts"),
        ({"about": {"x": math.inf}}, "no number inf"),
        *(({"about": about}, "about is a dict of") for about in (["x"], "x", 3, True, 0, [])),
        ({"about": {"x": np.zeros(2)}}, r"got array.*: give its \.tolist"),
        ({"about": {"x": 10**400}}, "no whole number of more than 300 digits"),
        ({"about": {"x": 10**300}, "path": "a.safetensors"}, "no whole number of more"),
        ({"about": {"x": "a" * 10**8}, "path": "a.safetensors"}, "would take some"),
        ({"seed": 10**5000}, "no whole number of more than 300 digits"),
        ({"seed": True}, "seed is a whole number or None, got True"),
        *(({"path": path}, "a path is the name of a file, got") for path in ("\0.json", "\ud800")),
        ({"history": [0.3]}, r"history is what fit returned, got \[0.3\]"),
        ({"history": nn.History([10**400])}, "a file keeps numbers, and the loss gave a number of"),
        ({"history": nn.History([1.0], {"f": [[1, 2]]})}, "'f' gave"),
    ],
)
def test_what_cannot_be_saved_is_said(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = {"model": nn.Neuron(2, rng=0), "path": "a.json", **arguments}
    with pytest.raises((OperandError, GraphError, FileFormatError), match=words):
        nn.save(**given)
    assert list(tmp_path.iterdir()) == []


@each_ending
@pytest.mark.parametrize("data", [10**400, "x", None, [1.0]], ids=["large", "x", "None", "list"])
def test_a_parameter_that_is_no_number_is_named(data, ending, tmp_path):
    model = nn.MLP(2, [1], rng=0)
    model.parameters()[1].data = data
    with pytest.raises(OperandError, match=r"parameter layers\.0\.neurons\.0\.w\.1 is none: "):
        nn.save(model, tmp_path / f"a{ending}")
    assert list(tmp_path.iterdir()) == []


@each_ending
def test_numbers_of_other_kinds_are_saved_as_floats(ending, tmp_path):
    model, path = nn.Neuron(3, rng=0), tmp_path / f"a{ending}"
    for parameter, x in zip(model.w, (True, np.float32(0.5), 3)):
        parameter.data = x
    assert [type(x) for x in model.state_dict().values()] == [float] * 4
    nn.save(model, path)
    assert [repr(w.data) for w in nn.load(path).w] == ["1.0", "0.5", "3.0"]


def test_what_was_given_is_shown_in_short():
    large = nn.MLP(20, [100, 20, 1]).state_dict()
    calls = (
        lambda: nn.save(large, "a.json"),
        lambda: nn.load(large),
        lambda: nn.load("x" * 10_000),
        lambda: nn.load("a.json", into=large),
    )
    for call in calls:
        with pytest.raises((OperandError, GraphError)) as caught:
            call()
        assert len(str(caught.value)) < 200


def refused(path, words, into=None):
    """One error that names the file, in one line; ``into`` stays as it is."""
    before = into and exactly(into)
    with pytest.raises(FileFormatError, match=words) as caught:
        nn.load(path, into)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert before == (into and exactly(into))


@each_ending
def test_another_model_is_not_changed(ending, tmp_path):
    path = tmp_path / f"a{ending}"
    nn.save(nn.MLP(2, [3, 1], rng=0), path)
    refused(path, "another model than into", nn.MLP(2, [4, 1], rng=1))
    refused(path, "'tanh' in the file, 'relu' here", nn.MLP(2, [3, 1], "relu", rng=1))
    nn.save(Line(), path)
    refused(path, "in the model alone|in the file alone", nn.Neuron(2))
    with pytest.raises(OperandError, match="into is a model"):
        nn.load(path, into=3)


def edited(path, **entries):
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, **entries}))


HOSTILE = {
    "newer": ({"version": 2, "chainrule": "9.9"}, r"version 2 .* newer package \(9\.9\)"),
    "older": ({"version": 0}, "version should be a whole number"),
    "foreign": ({"format": "x" * 500}, "this is a file of the format"),
    "a checkpoint": ({"format": "nn checkpoint"}, r"go on with fit\(…, checkpoint="),
    "no architecture": ({"architecture": None}, "architecture has no 'kind'"),
    "another entry": ({"pickle": "x"}, "unknown entry 'pickle'"),
    "1e9 neurons": (
        {"architecture": {"kind": "Layer", "inputs": 1, "neurons": 10**9, "activation": "tanh"}},
        "architecture has 2,000,000,000 parameters, and there are 17 numbers",
    ),
    "1e400 inputs": (
        {"architecture": {"kind": "Neuron", "inputs": 10**250, "activation": "tanh"}},
        r"more than 10\*\*18 parameters",
    ),
    "too few": ({"parameters": {"layers": []}}, "17 parameters, and there are 0 numbers"),
    "flat": ({"parameters": {str(i): 0.5 for i in range(17)}}, "stands in the .* alone"),
    "texts": ({"parameters": {"layers": ["0.5"] * 17}}, "has 17 parts, and in the model 2"),
    "no numbers": ({"parameters": None}, "no 'parameters'"),
    "seed": ({"seed": "0"}, "seed is a whole number or null"),
    "about": ({"about": []}, "about is an object or null"),
    "history": ({"history": {"losses": [1, 2]}}, "history has no"),
    "own": ({"architecture": {"own": "x" * 10**6}}, "no file can make again"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused(what, tmp_path):
    path, (entries, words) = tmp_path / "a.json", HOSTILE[what]
    nn.save(nn.MLP(2, [4, 1], rng=0), path)
    edited(path, **entries)
    refused(path, words)


@pytest.mark.parametrize(
    "number", ["NaN", "1e999", '"0.5"', "null", "true", "[0.5]", "1" + "0" * 310]
)
def test_only_finite_numbers_are_parameters(number, tmp_path):
    path = tmp_path / "a.json"
    nn.save(nn.Neuron(2, init=nn.init.constant(0.625), rng=0), path)
    path.write_text(path.read_text().replace("0.625", number, 1))
    into = nn.Neuron(2, rng=1)
    refused(path, "number|numbers", into)
    refused(path, "number|numbers")


@each_ending
def test_a_file_cut_anywhere_is_refused(ending, tmp_path):
    path = tmp_path / f"a{ending}"
    nn.save(nn.MLP(2, [3, 1], rng=0), path)
    raw = path.read_bytes()
    into = nn.MLP(2, [3, 1], rng=1)
    for n in range(0, len(raw) - 2, 7):
        path.write_bytes(raw[:n])
        refused(path, ".", into)


@each_ending
def test_a_gigabyte_of_zeros_is_refused_at_once(ending, tmp_path):
    path = tmp_path / f"a{ending}"
    with path.open("wb") as file:
        file.truncate(10**9)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path, "1,000,000,000 bytes")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


@each_ending
def test_what_is_no_file_is_refused(ending, tmp_path):
    pipe, folder = tmp_path / f"pipe{ending}", tmp_path / f"folder{ending}"
    folder.mkdir()
    os.mkfifo(pipe)
    refused(pipe, "a pipe")
    refused(folder, "a folder")
    with pytest.raises(FileFormatError, match="a folder"):
        nn.save(nn.Neuron(2), folder)
    with pytest.raises(FileNotFoundError, match="nowhere"):
        nn.load(tmp_path / f"nowhere{ending}")
    with pytest.raises(GraphError, match="ends in"):
        nn.load(tmp_path / "a.pt")


def test_deep_nesting_is_refused(tmp_path):
    path = tmp_path / "a.json"
    for text in (
        '{"format": "nn model", "version": 1, "architecture": ' + "[" * 100_000,
        '{"a":' * 10**5,
    ):
        path.write_text(text)
        refused(path, "lists within lists|no JSON")
    model = nn.Layer(2, 2, rng=0)
    for _ in range(40):
        model = nn.Sequential(model)
    nn.save(model, path)
    assert exactly(nn.load(path)) == exactly(model)
    for _ in range(40):
        model = nn.Sequential(model)
    with pytest.raises(FileFormatError, match="lists within lists"):
        nn.save(model, path)


def test_changed_files_are_loaded_or_refused(tmp_path):
    """``python -m tests.nn.files.mutated 10000`` tries more of them."""
    for load, path in samples(tmp_path):
        found = tried(load, path, 250)
        assert found["refused"] > 100


# --- whole at any moment ---


def test_interrupts_leave_the_model_as_it_was_or_loaded(tmp_path):
    path, model = tmp_path / "a.json", nn.Neuron(2, init=nn.init.constant(0.5))
    nn.save(model, path)
    seen = set()

    def load():
        for p in model.parameters():
            p.data = 2.0
        nn.load(path, into=model)

    for _ in interrupted(load, module.__file__):
        seen.add(tuple(p.data for p in model.parameters()))
    assert seen == {(2.0, 2.0, 2.0), (0.5, 0.5, 0.0)}


#: forks writers, kills each at some moment, and reads what is there; imported once, as that is slow
KILLER = """
import os, random, select, signal, sys
import nn

path, source, numbers = sys.argv[1], random.Random(0), [0.0, 0.125, 0.25, 0.375]
models = [nn.MLP(8, [20, 8], init=nn.init.constant(x), rng=0) for x in numbers]
nn.save(models[0], path)
seen, begun = set(), 0
for _ in range(200):
    coming, going = os.pipe()
    writer = os.fork()
    if not writer:
        while True:
            for model in models:
                nn.save(model, path)
                os.write(going, b".")
    os.read(coming, source.randint(1, 3))
    select.select([], [], [], source.uniform(0.0, 0.02))
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    os.close(coming), os.close(going)
    found = {w.data for neuron in nn.load(path).layers[0].neurons for w in neuron.w}
    assert len(found) == 1 and found <= {*numbers}, found
    seen |= found
    for name in os.listdir(os.path.dirname(path)):
        if name.endswith(".tmp"):
            begun += 1
            os.unlink(os.path.join(os.path.dirname(path), name))
print(len(seen), begun)
"""


@each_ending
def test_a_process_killed_two_hundred_times_leaves_the_file_whole(ending, tmp_path):
    command = [sys.executable, "-c", KILLER, str(tmp_path / f"a{ending}")]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    seen, begun = map(int, run.stdout.split())
    assert seen > 1
    assert begun > 5  # so many were killed in the middle of writing
