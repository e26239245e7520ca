"""Networks that are kept, asked and judged again; trainings that go on; data of one's own."""

import functools
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import nn
from tests import pages

pytestmark = pytest.mark.usefixtures("no_pictures")


@pytest.fixture
def flowers(tmp_path):
    """Three classes that lie apart, in columns of very different size."""
    rows = [
        f"{1e6 * (i % 3) + 1e5 * (i % 7)},{1e-3 * (i % 5) - 1e-2 * (i % 3)},{'abc'[i % 3]}"
        for i in range(60)
    ]
    (tmp_path / "flowers.csv").write_text("\n".join(["wide,thin,kind", *rows]))


@pytest.mark.parametrize("ending", ["json", "safetensors"])
def test_what_is_kept_is_judged_again_without_training(run, monkeypatch, ending):
    if ending == "safetensors":
        pytest.importorskip("safetensors")
    name = f"xor.{ending}"
    code, out, _ = run("xor", "--seed", "4", "--save", name)
    assert (code, f"\nkept in {name}\n" in out) == (0, True)
    monkeypatch.setattr("nn.cli.run.fit", None)
    code, again, _ = run("--load", name)
    assert code == 0
    assert again.splitlines()[:8] == out.splitlines()[:8]
    assert re.search(
        r"^solved: loss 0.00\d+, accuracy 100 % of the 4 rows after \d+ epo", again, re.MULTILINE
    )
    report = json.loads(run("xor", "--load", name, "--json")[1])
    assert (report["stopped"], report["hidden"], report["activation"]) == ("loaded", [6], "tanh")
    assert run("and", "--load", name, "--quiet")[0] == 1


def test_answers_are_lines(run):
    run("xor", "--save", "xor.json", "--quiet")
    Path("rows.csv").write_text("0,1\n1,1\n")
    assert run("--load", "xor.json", "--predict", "0,1", "--quiet") == (0, "1\n", "")
    out = run("--load", "xor.json", "--predict", "rows.csv")[1]
    assert re.fullmatch(r"1\t0\.99\d\d\n0\t0\.99\d\d\n", out)
    report = json.loads(run("--load", "xor.json", "--predict", "rows.csv", "--json")[1])
    assert [(a["row"], a["answer"]) for a in report["answers"]] == [([0, 1], "1"), ([1, 1], "0")]
    assert run("xor", "--predict", "0,1", "--quiet")[1].endswith(" s)\n1\n")


def test_a_model_of_python_answers_and_is_judged(run):
    model = nn.MLP(2, [4, 1], output="sigmoid", rng=0)
    nn.fit(model, *nn.gates.xor(), epochs=300, progress=False)
    nn.save(model, "mine.json")
    assert run("--load", "mine.json", "--predict", "0,1")[1] == f"{model([0, 1]).data:.6g}\n"
    code, out, _ = run("xor", "--load", "mine.json")
    assert (code, "after" in out) == (0, False)
    assert "accuracy 100 % of the 4 rows\n" in out


def test_one_ending_becomes_the_other(run):
    pytest.importorskip("safetensors")
    run("xor", "--save", "a.json", "--quiet")
    assert run("--load", "a.json", "--save", "b.safetensors") == (0, "kept in b.safetensors\n", "")
    one, other = nn.read("a.json"), nn.read("b.safetensors")
    assert one.model.state_dict() == other.model.state_dict()
    assert (one.history, one.seed, one.about) == (other.history, other.seed, other.about)


def test_ctrl_c_keeps_what_was_learned(run, monkeypatch):
    def interrupted(history):
        if history.epochs == 3:
            raise KeyboardInterrupt
        return False

    monkeypatch.setattr("nn.cli.run._enough", lambda task: interrupted)
    assert run("xor", "--save", "xor.json")[0] == 130
    assert nn.read("xor.json").history.epochs == 3


def test_a_model_that_cannot_be_kept_is_told_after_the_verdict(run, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nn.cli.run.keep", full)
    code, out, err = run("and", "--save", "and.json")
    assert (code, err) == (2, "python -m nn: [Errno 28] No space left on device\n")
    assert "solved: loss" in out


# --- trainings that go on ---


def test_a_training_goes_on_with_the_numbers_of_an_unbroken_one(run):
    words = ["moons", "--hidden", "3", "--json", "--quiet", "--epochs"]
    whole = json.loads(run(*words, "6")[1])
    run(*words, "2", "--resume", "run.json")
    again = json.loads(run(*words, "6", "--resume", "run.json")[1])
    assert {**again, "seconds": 0} == {**whole, "seconds": 0}


def test_a_solved_training_goes_on_if_more_epochs_are_asked_for(run):
    words = ["xor", "--json", "--resume", "run.json"]
    first = json.loads(run(*words)[1])
    assert json.loads(run(*words)[1])["epochs"] == first["epochs"] < 100
    assert json.loads(run(*words, "--epochs", "100")[1])["epochs"] == 100


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--lr 0.5", "run.json: this is the checkpoint of another run: optimizer.lr: '0.1' in"),
        ("--epochs 1", "run.json has 2 epochs done, and 1 are asked for"),
    ],
)
def test_another_run_is_refused(run, words, said):
    run("xor", "--epochs", "2", "--resume", "run.json")
    raw = Path("run.json").read_bytes()
    code, out, err = run("xor", "--epochs", "2", *words.split(), "--resume", "run.json")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err
    assert Path("run.json").read_bytes() == raw


def test_what_is_no_checkpoint_is_not_written_over(run):
    Path("mine.txt").write_text("mine")
    assert run("xor", "--resume", "mine.txt")[0] == 2
    assert Path("mine.txt").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_killed_training_goes_on(run, tmp_path, monkeypatch):
    words = ["moons", "--hidden", "2", "--quiet", "--resume", "run.json", "--epochs", "100000"]
    process = subprocess.Popen(
        [sys.executable, "-m", "nn", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(pages.ROOT)},
    )
    try:
        while process.poll() is None and not has_epochs(tmp_path / "run.json"):
            pass
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = has_epochs(tmp_path / "run.json")
    words[-1] = str(done + 1)
    assert done
    report = json.loads(run(*words, "--json")[1])
    assert report["epochs"] == done + 1
    # by itself a training this short may choose another engine than the one that was killed
    engine = checkpoint(tmp_path / "run.json")["run"]["engine"]
    monkeypatch.setattr("nn.cli.run.fit", functools.partial(nn.fit, engine=engine))
    unbroken = json.loads(run(*words[:4], "--epochs", words[-1], "--json")[1])
    assert report["loss"] == unbroken["loss"]


def has_epochs(path):
    return len(checkpoint(path)["history"]["losses"]) if path.exists() else 0


def checkpoint(path):
    return json.loads(path.read_text())


# --- data of one's own ---


@pytest.mark.usefixtures("flowers")
def test_own_data_from_training_to_answers(run):
    code, out, err = run("--data", "flowers.csv", "--test", "0.25", "--save", "f.json")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("flowers.csv, 60 rows of 3 classes: a 2-16-16-3 network of relu")
    assert lines[1].startswith("trained on columns less their means, in standard deviations")
    assert re.match(
        r"trained: loss \d.*accuracy 100 % of the 15 held-out rows after \d+ epochs \(.* s\)\. "
        r"Naming the most frequent class always gives \d+ %$",
        lines[2],
    )
    assert run("--load", "f.json", "--predict", "1e6,-0.01", "--quiet")[1] == "b\n"
    assert run("--load", "f.json", "--predict", "flowers.csv", "--quiet")[1] == "a\nb\nc\n" * 20
    code, out, _ = run("--load", "f.json", "--data", "flowers.csv", "--quiet")
    assert (code, out.startswith("judged: loss ")) == (0, True)
    assert "accuracy 100 % of the 60 rows after" in out
    about = nn.read("f.json").about
    assert about == {
        "data": "flowers.csv",
        "target": "kind",
        "columns": ["wide", "thin"],
        "labels": ["a", "b", "c"],
    }


@pytest.mark.usefixtures("flowers")
def test_own_data_are_read_as_json_says(run):
    words = ["--data", "flowers.csv", "--epochs", "1", "--json", "--predict", "0,0"]
    report = json.loads(run(*words)[1])
    assert (report["task"], report["solved"], report["largest_class"]) == ("flowers", None, 1 / 3)
    assert report["answers"][0]["answer"] in "abc"


def test_a_file_called_xor_is_no_gate(run):
    Path("xor.csv").write_text("1,2,a\n3,4,b\n")
    report = json.loads(run("--data", "xor.csv", "--epochs", "1", "--json", "--save", "x.json")[1])
    assert report["rows"] == []
    assert "names no task" in run("--load", "x.json")[2]


# --- numbers in place of classes ---


@pytest.fixture
def houses(tmp_path):
    """price = 3 + 2 rooms - 500 far, without noise, in columns of very different size."""
    rows = [(i % 7, 1e-3 * (i * i % 11) + 1e-5 * i) for i in range(60)]
    table = [f"{rooms},{far},{3 + 2 * rooms - 500 * far!r}" for rooms, far in rows]
    (tmp_path / "houses.csv").write_text("\n".join(["rooms,far,price", *table]))


@pytest.mark.usefixtures("houses")
def test_a_line_is_found_and_told_in_its_own_units(run):
    words = ("--hidden", "none", "--epochs", "300", "--test", "0.25", "--save", "h.json")
    code, out, err = run("--data", "houses.csv", *words)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert re.match(
        r"houses\.csv, 60 rows with numbers from -\S+ to 1\S+: a 2-1 network, 3 parameters$",
        lines[0],
    )
    assert lines[2].startswith("'price' has 60 different numbers and is taken for a number: ")
    assert lines[2].endswith(
        "--objective classification would take it for one of at most 20 classes"
    )
    assert re.match(
        r"trained: R² (1\.0000|0\.999\d), mean squared error \S+ \(root \S+\) "
        r"of the 15 held-out rows after 300 epochs \(.* s\)\. Always telling their mean gives ",
        lines[3],
    )
    saved = nn.read("h.json")
    (neuron,) = saved.model.layers[0].neurons
    assert [w.data for w in neuron.w] == pytest.approx([2.0, -500.0], rel=1e-3)
    assert neuron.b.data == pytest.approx(3.0, rel=1e-3)
    assert saved.about == {
        "data": "houses.csv",
        "target": "price",
        "columns": ["rooms", "far"],
        "labels": [],
        "objective": "regression",
    }
    told = run("--load", "h.json", "--predict", "4,0.005", "--quiet")[1]
    assert float(told) == pytest.approx(8.5, abs=0.01)
    assert len(run("--load", "h.json", "--predict", "houses.csv", "--quiet")[1].split()) == 60
    report = json.loads(run("--load", "h.json", "--data", "houses.csv", "--json")[1])
    assert (report["objective"], report["stopped"], report["solved"]) == (
        "regression",
        "loaded",
        None,
    )
    assert report["r2"] > 0.9999
    assert re.match("judged: R² ", run("--load", "h.json", "--data", "houses.csv", "--quiet")[1])


def test_it_tells_as_well_as_the_network_of_scikit_learn(run):
    """On rows that neither has seen."""
    datasets = pytest.importorskip("sklearn.datasets")
    from sklearn.neural_network import MLPRegressor

    X, y = datasets.make_friedman1(200, 5, noise=0.5, random_state=0)
    rows = [",".join(map(repr, map(float, (*x, t)))) for x, t in zip(X, y)]
    Path("train.csv").write_text("\n".join(rows[:140]))
    Path("test.csv").write_text("\n".join(rows[140:]))
    run("--data", "train.csv", "--save", "m.json", "--quiet")
    ours = json.loads(run("--load", "m.json", "--data", "test.csv", "--json")[1])["r2"]
    sizes = {"hidden_layer_sizes": (16, 16), "activation": "tanh", "random_state": 0}
    with warnings.catch_warnings(action="ignore"):  # more steps are of no more use
        theirs = MLPRegressor(max_iter=500, **sizes).fit(X[:140], y[:140])
    theirs = theirs.score(X[140:], y[140:])
    assert ours > max(theirs, 0.8) - 0.05


@pytest.mark.usefixtures("houses")
def test_a_regression_goes_on_with_the_numbers_of_an_unbroken_one(run):
    words = ["--data", "houses.csv", "--json", "--quiet", "--epochs"]
    whole = json.loads(run(*words, "6")[1])
    run(*words, "2", "--resume", "run.json")
    again = json.loads(run(*words, "6", "--resume", "run.json")[1])
    assert {**again, "seconds": 0} == {**whole, "seconds": 0}
    code, _, err = run(*words, "6", "--objective", "classification", "--resume", "run.json")
    assert (code, "column 'price' has 60" in err, err.count("\n")) == (2, True, 1)


def test_one_held_out_row_has_no_share_of_variance(run):
    Path("a.csv").write_text("1,0.5\n2,1.5\n3,2.5\n")
    out = run("--data", "a.csv", "--epochs", "1", "--test", "0.1", "--quiet")[1]
    assert out.startswith("trained: R² not defined, mean squared error ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("xor --objective regression", "what the target of --data FILE is, which is missing"),
        ("--data houses.csv --objective mse", "unknown objective 'mse'"),
        ("--data houses.csv --load iris.json", "iris.json holds a network 2-3-3: houses.csv, 60"),
        ("--data houses.csv --load iris.json --objective regression", "has 2 inputs and 1 output"),
    ],
)
@pytest.mark.usefixtures("houses")
def test_what_is_no_regression_is_refused(run, words, said):
    nn.save(nn.MLP(2, [3, 3]), "iris.json")
    code, out, err = run(*words.split())
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert said in err


# --- the page ---


@pytest.mark.checkout
def test_the_page_shows_what_the_commands_say(run):
    shown = re.findall(r"^```console\n(.*?)^```", page(), re.DOTALL | re.MULTILINE)
    assert shown
    for block in shown:
        for part in block.split("$ ")[1:]:
            command, _, told = part.partition("\n")
            if command.startswith("cat "):
                Path(command[4:]).write_text(told)
                continue
            assert command.startswith("python -m nn ")
            found = run(*shlex.split(command)[3:])[1]
            assert timeless(found) == timeless(told), command


def page():
    return (pages.ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def timeless(text):
    """Without seconds, and without the pictures that are not drawn here."""
    kept = [line for line in text.splitlines() if not line.startswith("pictures")]
    return re.sub(r"\(\d+\.\d s\)", "(… s)", "\n".join(kept))
