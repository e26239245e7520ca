"""The pictures: whole, or not there; and a sentence where they cannot be made."""

import errno
import os
import sys
from pathlib import Path

import pytest

import autograd as ag


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
    assert "and-graph.svg" in out
    assert "and-boundary.png" not in out
    assert "Traceback" not in err


def test_large_networks_are_drawn_with_closed_boxes(run):
    code, out, _ = run("blobs", "--epochs", "4", "--hidden", "14,10", "--out", "here")
    assert code == 0
    assert "blobs-graph.svg" in out
    assert Path("here/blobs-graph.svg").stat().st_size > 1000


def test_a_full_disk_leaves_no_half_of_a_picture(run, monkeypatch, tmp_path):
    def half(model, X, y, path):
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
    def fail(model, X, y, path):
        raise error

    monkeypatch.setattr("nn.cli.pictures.PLANE", [("graph", "svg", fail)])
    code, out, err = run("and")
    assert (code, err) == (0, "")
    assert out.endswith(f"\nand-graph.svg is not drawn: {told}\n")


def test_a_network_of_2000_layers_is_trained_and_told(run):
    code, out, err = run("and", "--epochs", "1", "--quiet", "--hidden", ",".join(["1"] * 2000))
    assert (code, err) == (1, "")
    assert out.startswith("not solved: loss")
