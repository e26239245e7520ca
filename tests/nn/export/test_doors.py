"""The three doors: what they need, which paths they take, and what stands in a file."""

import os
import sys

import pytest

import autograd as ag
import nn


@pytest.mark.parametrize(
    ("package", "call"),
    [
        ("torch", lambda: nn.export.to_torch(nn.Neuron(1))),
        ("torch", lambda: nn.export.from_torch(None)),
        ("onnx", lambda: nn.export.to_onnx(nn.Neuron(1), "model.onnx")),
    ],
)
def test_a_package_that_is_missing_is_named(package, call, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ag.MissingPackageError, match=f"needs {package}, .* pip install {package}"):
        call()


@pytest.mark.parametrize("path", ["model", "model.json", "model.onnx.gz", ".onnx/model"])
def test_another_ending_is_refused(path, tmp_path):
    with pytest.raises(ag.GraphError, match=r"is called …\.onnx, got"):
        nn.export.to_onnx(nn.Neuron(1), tmp_path / path)
    assert os.listdir(tmp_path) == []


def test_a_path_that_is_none_is_refused():
    with pytest.raises(ag.OperandError, match="a path is the name of a file, got 3"):
        nn.export.to_onnx(nn.Neuron(1), 3)


def test_a_folder_that_is_missing_is_named(tmp_path):
    pytest.importorskip("onnx")
    with pytest.raises(FileNotFoundError, match=r"There is no such folder.*nowhere"):
        nn.export.to_onnx(nn.Neuron(1), tmp_path / "nowhere" / "model.onnx")


def test_what_cannot_be_told_leaves_the_old_file(tmp_path):
    pytest.importorskip("onnx")
    path = tmp_path / "model.onnx"
    path.write_bytes(b"old")
    with pytest.raises(ag.OperandError, match=r"layers\.0 "):
        nn.export.to_onnx(nn.Sequential(lambda x: x), path)
    assert path.read_bytes() == b"old"
    nn.export.to_onnx(nn.Neuron(1), path)
    assert os.listdir(tmp_path) == ["model.onnx"]
    assert len(path.read_bytes()) > 100


def test_what_was_given_is_shown_in_short():
    for package in ("torch", "onnx"):
        pytest.importorskip(package, reason=f"{package} is not installed")
    large = nn.MLP(20, [100, 20, 1]).state_dict()
    calls = (
        lambda: nn.export.to_torch(large),
        lambda: nn.export.to_onnx(large, "a.onnx"),
        lambda: nn.export.to_onnx(nn.Neuron(2), "x" * 10_000),
        lambda: nn.export.from_torch(large),
    )
    for call in calls:
        with pytest.raises((ag.OperandError, ag.GraphError)) as caught:
            call()
        assert len(str(caught.value)) < 200
    assert "load a state_dict into its module first" in str(caught.value)
