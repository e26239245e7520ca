"""``to_torch``, ``from_torch`` and ``to_onnx``: what others can run, learn with and give back.

What each kind of module is over there stands in a table: ``pytorch/build.py``, ``pytorch/read.py``,
``graphs/build.py``. Both packages are imported here, when they are asked for. Read
``pytorch/build.py`` next.
"""

from __future__ import annotations

from typing import Any

import autograd as ag
from nn.checks import needed
from nn.models.module import Module

__all__ = ["from_torch", "to_onnx", "to_torch"]


def to_torch(model: Module) -> Any:
    """A ``torch.nn.Sequential`` of the same functions and numbers, in double precision.

    It takes batches: [batch, features] for layers, [batch, channels, …] for convolutions, [batch,
    time, features] for recurrence and attention, whole numbers [batch, time] for a ``GPT`` and
    [batch] for an ``Embedding``. It gives such as well; where one example gives a number here (a
    ``Neuron``, an ``MLP`` of one output) it is [batch, 1]. Values and gradients are equal up to
    rounding. Parameters that are shared stay shared. ``torch.nn`` has most of the parts;
    ``nn/export/pytorch/parts.py`` has the others. For single precision call ``.float()``.

    Raises ``OperandError`` that names the part for what PyTorch cannot be told: modules and
    functions of your own (a function as activation is told, if ``compile`` can record it);
    ``GraphError`` for matrices that share some of their numbers only.

    >>> import nn, torch
    >>> model = nn.MLP(2, [4, 1], rng=0)
    >>> theirs = to_torch(model)
    >>> theirs
    Sequential(
      (0): Linear(in_features=2, out_features=4, bias=True)
      (1): Tanh()
      (2): Linear(in_features=4, out_features=1, bias=True)
    )
    >>> x = torch.tensor([[1.0, -2.0]], dtype=torch.float64)
    >>> abs(theirs(x).item() - model([1.0, -2.0]).data) < 1e-12
    True
    """
    needed("an export to PyTorch", "torch")
    from nn.export.pytorch.build import built

    return built(model)


def from_torch(module: Any) -> Module:
    """The model of a ``torch.nn.Sequential``, or of one layer, with its numbers.

    Known are Linear, Conv1d, Conv2d, RNN, Embedding, LayerNorm, RMSNorm, Flatten, Unflatten,
    Softmax, activations that follow a Linear or a convolution, what does nothing (Identity, Dropout
    after ``eval()``), and all that ``to_torch`` makes. Linear layers with their activations become
    an ``MLP`` (with one output it gives a number), other chains a ``Sequential`` of the parts. The
    numbers become doubles as they are; what has no bias there, and must have one here, gets zeros.
    Parameters that are shared stay shared.

    Raises ``OperandError`` that names the part for any other, and for settings that nothing here
    has (padding, dilation, groups, two directions, hooks, …); ``GraphError`` for numbers that are
    not finite.

    >>> from torch.nn import Linear, ReLU, Sequential
    >>> from_torch(Sequential(Linear(2, 3), ReLU(), Linear(3, 1)))
    MLP(  # 13 parameters
      layers.0: Layer(2, 3, activation='relu')
      layers.1: Layer(3, 1, activation='linear')
    )
    """
    needed("a module of PyTorch", "torch")
    from nn.export.pytorch.read import read

    return read(module)


def to_onnx(model: Module, path: ag.files.Path, *, double: bool = False) -> None:
    """Write a model as a ``.onnx`` file, which many runtimes read; its batches are of any size.

    The input ``x`` and the output ``y`` have the shapes of ``to_torch``; so do the heights, widths
    and lengths of sequences that a model leaves open. The numbers are float32, or float64 with
    ``double`` (of these onnxruntime has no convolution, asin, acos, atan and erf, before 1.29 no
    cos and tan, and a softmax with the digits of float32). The graph is of opset 18, has passed
    ``onnx.checker`` and is written whole or not at all.

    Raises ``GraphError`` for another ending of the path, for a number that float32 cannot hold, and
    for parts that do not fit together; ``OperandError`` that names the part for what ONNX cannot be
    told; ``OSError`` where nothing can be written. Source: onnx.ai/onnx/operators.

    >>> import nn, onnx, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     to_onnx(nn.MLP(2, [4, 1], rng=0), f"{folder}/xor.onnx")
    ...     found = onnx.load(f"{folder}/xor.onnx")
    >>> [node.op_type for node in found.graph.node]
    ['Gemm', 'Tanh', 'Gemm']
    """
    name = ag.files.name_of(path)
    if not name.endswith(".onnx"):
        raise ag.GraphError(f"an ONNX file is called ….onnx, got {name!r:.80}")
    needed("an export to ONNX", "onnx")
    from nn.export.graphs.build import model_of

    ag.files.write_whole(path, model_of(model, double).SerializeToString())
