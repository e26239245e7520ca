"""The pictures: whole, or not there; and a sentence where they cannot be made."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import autograd as ag
import nn
from nn.cli.pictures import Subject, pictures
from tests import svgs


def test_a_picture_that_cannot_be_written_is_one_line(run, tmp_path):
    (tmp_path / "and-graph.svg").mkdir()
    code, _, err = run("and", "--out", ".")
    assert code == 2
    assert "cannot write the pictures" in err
    assert err.count("\n") == 1


def test_without_matplotlib_it_says_what_to_install_and_succeeds(run, monkeypatch):
    for name in [n for n in sys.modules if n.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    code, out, err = run("and")
    assert code == 0
    assert "the decision boundary needs matplotlib, which is not installed: python -m pip" in out
    assert "and-network.svg" in out
    assert "and-graph.svg" in out
    assert "and-boundary.png" not in out
    assert "Traceback" not in err


def test_large_networks_are_drawn_with_closed_boxes(run):
    code, out, _ = run("blobs", "--epochs", "4", "--hidden", "14,10", "--out", "here")
    assert code == 0
    assert "blobs-graph.svg" in out
    assert Path("here/blobs-graph.svg").stat().st_size > 1000


def test_a_full_disk_leaves_no_half_of_a_picture(run, monkeypatch, tmp_path):
    def half(subject, path):
        path.write_text("<svg")
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "and-graph.svg").write_text("the picture of yesterday")
    monkeypatch.setattr("nn.cli.pictures.PLANE", [("graph", "svg", half)])
    code, out, err = run("and", "--out", ".")
    assert code == 2
    assert "solved: loss" in out
    assert err == "python -m nn: cannot write the pictures: [Errno 28] No space left on device\n"
    assert (tmp_path / "and-graph.svg").read_text() == "the picture of yesterday"
    assert os.listdir(tmp_path) == ["and-graph.svg"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ag.GraphError("a picture of 10,010 nodes: advice"), "a picture of 10,010 nodes"),
        (OverflowError("exp(1000.0) is too large: advice"), "exp(1000.0) is too large"),
    ],
)
def test_what_is_too_large_or_too_steep_to_be_drawn_is_a_note(run, monkeypatch, error, told):
    def fail(subject, path):
        raise error

    monkeypatch.setattr("nn.cli.pictures.PLANE", [("graph", "svg", fail)])
    code, out, err = run("and")
    assert (code, err) == (0, "")
    assert out.endswith(f"\nand-graph.svg is not drawn: {told}\n")


def test_letters_that_no_font_has_are_told_once(run, tmp_path):
    rows = "\n".join(
        ["重さ,width,kind", *(f"{i},1,{'苹果' if i % 2 else 'plum'}" for i in range(6))]
    )
    (tmp_path / "fruit.csv").write_text(rows, encoding="utf-8")
    code, out, err = run("--data", "fruit.csv", "--epochs", "2", "--hidden", "2")
    assert (code, err) == (0, "")
    assert out.count("matplotlib's font has no さ 果 苹 重 and draws boxes") == 1
    assert "fruit-boundary.png\n" in out


def test_axes_beyond_all_floats_are_drawn_without_a_warning(run):
    code, out, err = run("xor", "--lr", "1e300")
    assert (code, err) == (1, "")
    assert "xor-training.png\n" in out


def test_a_network_of_2000_layers_is_trained_and_told(run):
    code, out, err = run("and", "--epochs", "1", "--quiet", "--hidden", ",".join(["1"] * 2000))
    assert (code, err) == (1, "")
    assert out.startswith("not solved: loss")


@pytest.mark.parametrize("hidden", ["6", "none", "16,16", "2", "1,1,1,1,1,1"])
@pytest.mark.parametrize("task", ["xor", "spirals"])
def test_every_svg_can_be_read_in_a_column_of_text(run, task, hidden):
    run(task, "--hidden", hidden, "--epochs", "1")
    made = sorted(Path("pictures").glob("*.svg"))
    assert [path.name for path in made] == [f"{task}-graph.svg", f"{task}-network.svg"]
    for path in made:
        assert svgs.readable(path) or svgs.scrolls(path), (path, svgs.shown(path))


def test_a_graph_that_is_small_enough_is_open(run):
    run("and", "--hidden", "none", "--epochs", "1")
    assert "closed box" not in Path("pictures/and-graph.svg").read_text(encoding="utf-8")


def test_digits_have_pictures_of_pixels(tmp_path):
    pytest.importorskip("matplotlib")
    X = [[float(i == k) for i in range(16)] for k in range(4)]
    model = nn.MLP(16, [3, 4], rng=0)
    subject = Subject("digits", model, X, [0, 1, 2, 3], nn.History([1.0, 0.5]))
    made, notes = pictures(subject, tmp_path)
    assert notes == []
    assert [Path(path).name for path in made] == [
        f"digits-{what}" for what in ("network.svg", "training.png", "mistakes.png", "weights.png")
    ]


def test_what_is_deep_and_narrow_shows_its_neurons(run):
    run("xor", "--hidden", "6,6,6,6", "--epochs", "1", "--quiet")
    assert "neuron 5" in Path("pictures/xor-graph.svg").read_text(encoding="utf-8")


def test_pictures_of_matplotlib_are_seen_on_white_and_on_black(run):
    image = pytest.importorskip("matplotlib.image")
    run("xor", "--epochs", "1", "--quiet")
    for name in ("boundary", "training"):
        pixels = image.imread(f"pictures/xor-{name}.png")
        assert pixels[2, 2, 3] == 0.0  # clear paper
        ink = pixels[pixels[..., 3] == 1.0][:, :3]
        assert len(ink) > 500
        assert ink.min(axis=0).max() < 0.6  # no black ink alone
        assert (ink.max(axis=1) > 0.3).all()


def test_the_network_says_of_which_rows_it_speaks(run):
    run("moons", "--test", "0.3", "--epochs", "1", "--quiet")
    assert "of 30 held-out rows" in Path("pictures/moons-network.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("package", "error"),
    [
        ("numpy", 'RuntimeError("built for another Python")'),
        ("matplotlib", 'OSError("libpng.so: cannot open shared object file")'),
        ("matplotlib", 'ImportError("_c_internal_utils failed")'),
    ],
)
def test_a_broken_package_is_a_sentence_and_the_other_pictures_are_made(tmp_path, package, error):
    (tmp_path / f"{package}.py").write_text(f"raise {error}")
    paths = os.pathsep.join([str(tmp_path), str(Path(nn.__file__).parents[1])])
    done = subprocess.run(
        [sys.executable, "-m", "nn", "and", "--out", "out"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "solved: loss" in done.stdout
    assert (tmp_path / "out" / "and-graph.svg").is_file()
    assert any(said in done.stdout for said in ("cannot be imported", "is not drawn"))


def test_the_graph_says_which_row_it_is_of(run):
    run("xor", "--epochs", "1", "--quiet")
    assert ">x2 of row 4<" in Path("pictures/xor-graph.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("kinds", ["ab", "abc"])
def test_own_data_are_called_what_their_file_calls_them(run, monkeypatch, kinds):
    pytest.importorskip("matplotlib")
    seen = []
    save = matplotlib_figure().savefig

    def saved(figure, path, **settings):
        for ax in figure.axes if "boundary" in str(path) else ():
            texts = {text.get_text() for text in ax.get_legend().get_texts()}
            seen.append((ax.get_xlabel(), texts))
        save(figure, path, **settings)

    monkeypatch.setattr("matplotlib.figure.Figure.savefig", saved)
    rows = [f"{1e6 * i},{i % 4},_{kinds[i % len(kinds)]}$^$" for i in range(8)]
    Path("$_$.csv").write_text("\n".join(["wide $^$,thin,kind", *rows]))
    code, out, _ = run("--data", "$_$.csv", "--epochs", "2")
    assert (code, "is not drawn" in out) == (0, False)
    ((label, texts),) = seen
    assert label == "wide $^$, in standard deviations"
    assert {rf" _{kind}\$^\$" for kind in kinds} <= texts
    made = {path.name.partition("-")[2] for path in Path("pictures").iterdir()}
    always = {"network.svg", "boundary.png", "training.png"}
    assert made == (always | {"graph.svg"} if len(kinds) == 2 else always)


def matplotlib_figure():
    return pytest.importorskip("matplotlib.figure").Figure


def test_columns_of_ones_own_are_no_pixels(run):
    Path("own.csv").write_text("1,2,3,4,a\n5,6,7,9,b\n")
    run("--data", "own.csv", "--epochs", "2", "--quiet")
    assert sorted(os.listdir("pictures")) == ["own-network.svg", "own-training.png"]


def test_a_kept_network_without_a_history_has_no_picture_of_its_training(run):
    nn.save(nn.MLP(2, [3, 1], output="sigmoid", rng=0), "mine.json")
    run("xor", "--load", "mine.json", "--quiet")
    assert sorted(os.listdir("pictures")) == [
        "xor-boundary.png",
        "xor-graph.svg",
        "xor-network.svg",
    ]


@pytest.mark.parametrize("header", ["rooms,$far,price\n", ""])
def test_numbers_have_a_picture_of_what_is_told_of_them(run, monkeypatch, header):
    figure = pytest.importorskip("matplotlib.figure")
    seen, write = [], figure.Figure.savefig

    def noted(self, *given, **more):
        ax = self.axes[0]
        seen.append(
            (
                ax.get_xlabel(),
                ax.get_ylabel(),
                ax.get_title(),
                [c.get_offsets().tolist() for c in ax.collections],
            )
        )
        write(self, *given, **more)

    monkeypatch.setattr(figure.Figure, "savefig", noted)
    rows = [(1, 2.5, 3.5), (2, 0.5, 1.5), (4, 4.0, 9.0)]
    Path("h.csv").write_text(header + "\n".join(",".join(map(str, row)) for row in rows))
    report = json.loads(run("--data", "h.csv", "--epochs", "3", "--save", "h.json", "--json")[1])
    assert (report["pictures"], report["notes"]) == (
        [f"pictures/h-{name}" for name in ("network.svg", "told.png", "training.png")], [],
    )  # fmt: skip
    xlabel, ylabel, title, (points,) = seen[0]
    name = "price" if header else "column 3"
    assert (xlabel, ylabel, title) == (name, f"{name}, as it is told", "h, 3 training rows")
    told = [nn.load("h.json")(row[:2]).data for row in rows]
    assert points == [pytest.approx([row[2], answer]) for row, answer in zip(rows, told)]
    text = Path("pictures/h-network.svg").read_text(encoding="utf-8")
    assert f"loss {report['loss']:.4g}" in text
    assert "accuracy" not in text
