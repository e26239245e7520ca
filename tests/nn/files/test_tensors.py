"""Tensors by name: what PyTorch writes and reads, and heads that nobody should believe."""

import struct
import sys

import pytest

import nn
from autograd import FileFormatError, MissingPackageError
from nn.files.fields import Unfit
from nn.files.tensors import bytes_of, tensors_in
from tests.nn.files.models import exactly


def test_numbers_come_back_by_their_paths():
    numbers = {"W.0.0": 1.5, "W.0.1": -0.0, "b": 5e-324}
    found = tensors_in(bytes_of(numbers, '{"a": 1}'), "it")
    assert found.about == {"a": 1}
    assert found.count == 3
    back = dict(found.pairs({path: path for path in numbers}))
    assert repr(back) == repr(numbers)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (["W.0.0", "W.0.1"], "'b' stands in the file alone"),
        (["W.0.0", "W.0.1", "b", "c"], "'c' stands in the model alone"),
        (["W.0.0", "W.1.0", "b"], "'W' is 1×2, and in the model 2×1"),
        (["W.0.0", "W.0.1", "b.0"], "'b' is one number, and in the model 1"),
    ],
)
def test_other_shapes_are_named(wanted, words):
    found = tensors_in(bytes_of({"W.0.0": 1.5, "W.0.1": -0.0, "b": 1.0}, "{}"), "it")
    with pytest.raises(Unfit, match=words):
        list(found.pairs({path: path for path in wanted}))


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "safetensors", None)
    with pytest.raises(MissingPackageError, match=r"a \.safetensors file needs safetensors"):
        bytes_of({"w": 1.0}, "{}")


def test_a_damaged_head_of_tensors_is_refused(tmp_path):
    path = tmp_path / "a.safetensors"
    nn.save(nn.Neuron(2, rng=0), path)
    raw = path.read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    for head in (
        b"{}",
        b"[" * 10**5,
        b"{" * 300,
        b"\0" * 8,
        b'{"__metadata__": {"nn": 3}}',
        b"[]",
        b'{"w": {"dtype": "F64", "shape": [1000000000, 1000000000], "data_offsets": [0, 8]}}',
        b'{"w": {"dtype": "F64", "shape": [2], "data_offsets": [0, 99999999999999]}}',
    ):
        for told in (len(head), 2**63, 10**6, 0):
            path.write_bytes(struct.pack("<Q", told) + head + raw[8 + size :])
            refused(path, nn.Neuron(2, rng=1))
            refused(path, None)


def refused(path, into):
    before = into and exactly(into)
    with pytest.raises(FileFormatError) as caught:
        nn.load(path, into)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    assert before == (into and exactly(into))


# --- with PyTorch ---


def test_pytorch_reads_the_tensors(tmp_path):
    torch, st_torch = pytest.importorskip("torch"), pytest.importorskip("safetensors.torch")
    model, path = nn.MLP(3, [4, 2], rng=0), tmp_path / "net.safetensors"
    model.layers[0].neurons[2].b.data = -5e-324
    nn.save(model, path)
    found = st_torch.load_file(path)
    assert len(found) == 4
    for i, layer in enumerate(model.layers):
        W, b = [[w.data for w in n.w] for n in layer.neurons], [n.b.data for n in layer.neurons]
        for name, numbers in (("w", W), ("b", b)):
            exact = torch.tensor(numbers, dtype=torch.float64)
            assert torch.equal(found[f"layers.{i}.neurons.{name}"], exact)


@pytest.mark.parametrize("kind", ["float64", "float32"])
def test_tensors_of_others_are_loaded_into_a_model(kind, tmp_path):
    torch, st_torch = pytest.importorskip("torch"), pytest.importorskip("safetensors.torch")
    path = tmp_path / "linear.safetensors"
    W, b = torch.randn(2, 3).to(getattr(torch, kind)), torch.zeros(2).to(getattr(torch, kind))
    st_torch.save_file({"W": W, "b": b}, path)
    with pytest.raises(FileFormatError, match="not written by nn"):
        nn.load(path)
    model = nn.load(path, into=nn.Linear(3, 2, bias=True))
    assert [[w.data for w in row] for row in model.W] == W.double().tolist()
    st_torch.save_file({"W": W.half(), "b": b}, path)
    with pytest.raises(FileFormatError, match="'W' is of F16, and read are F64 and F32"):
        nn.load(path, into=nn.Linear(3, 2, bias=True))


def test_a_type_that_is_not_read_is_named(tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    path = tmp_path / "theirs.safetensors"
    save_file({"w": torch.zeros(2, dtype=torch.bfloat16)}, path)
    with pytest.raises(FileFormatError, match=r"'w' is of BF16, .* F64 and F32: .* \.float\(\)"):
        nn.load(path, into=nn.Neuron(1))


def test_a_model_of_pytorch_is_told_where_to_go(tmp_path):
    torch = pytest.importorskip("torch")
    from safetensors.torch import save_file

    path, there = tmp_path / "theirs.safetensors", torch.nn.Sequential(torch.nn.Linear(2, 1))
    save_file(there.state_dict(), path)
    words = "has the tensors 0.bias, 0.weight, and into layers.0.neurons.w, .*from_torch"
    with pytest.raises(FileFormatError, match=words):
        nn.load(path, into=nn.MLP(2, [1]))
