"""Our modules as nodes of an ONNX graph: a row of the table for each kind. Needs ONNX.

The first axis of every tensor is the batch. Read ``graph.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any, NamedTuple

import onnx
from onnx import helper

import autograd as ag
from nn.export.graphs.graph import Graph, Tensor
from nn.export.graphs.recurrence import states
from nn.export.graphs.scalars import activated
from nn.export.graphs.transformer import (
    attended,
    block,
    gathered,
    layer_normed,
    linear,
    logits,
    normed,
)
from nn.export.known import activation_of, at, refused, row_for
from nn.models.attention import Attention
from nn.models.blocks import Parallel
from nn.models.conv import Conv1d, Conv2d
from nn.models.embedding import Embedding
from nn.models.gpt import GPT, Block
from nn.models.layers import MLP, Layer, Neuron, Sequential
from nn.models.linear import Linear
from nn.models.module import Module
from nn.models.norms import LayerNorm, RMSNorm
from nn.models.recurrent import Recurrent

__all__ = ["model_of"]

OPSET, IR = 18, 9

Axes = list[Any]  # of one example: a size, or the name of one that is open


class Row(NamedTuple):
    """How a part is written, from it, the graph, its input and its place; and what it takes.

    ``takes`` gives the axes of one example, and None where any will do; ``whole`` says that they
    are of whole numbers.
    """

    write: Callable[[Any, Graph, Tensor, str], Tensor]
    takes: Callable[[Any], Axes | None] = lambda part: None
    whole: bool = False


def model_of(model: Any, double: bool = False) -> Any:
    """The whole model as an ``onnx.ModelProto`` that has been checked."""
    if not isinstance(model, Module):
        raise ag.OperandError(f"what is exported is a model, such as nn.MLP; got {model!r:.80}")
    graph = Graph(double)
    written = _written(model, graph, Tensor(graph, "x"), "")
    _name_output(graph, written)
    axes, whole = _input(model)
    type_ = onnx.TensorProto.INT64 if whole else graph.type
    return _checked(
        helper.make_graph(
            graph.nodes,
            type(model).__name__,
            [helper.make_tensor_value_info("x", type_, ["batch", *axes])],
            [helper.make_tensor_value_info("y", graph.type, None)],
            [*graph.constants.values()],
        )
    )


def _checked(graph: Any) -> Any:
    """A graph as a model, with the shapes that follow; the axes of y that are open get names."""
    model = helper.make_model(
        graph,
        producer_name="chainrule",
        producer_version=ag.__version__,
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR,
    )
    try:
        found = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    except onnx.shape_inference.InferenceError as error:
        said = str(error).splitlines()[0].rpartition("] ")[2].removesuffix(".")
        raise ag.GraphError(
            f"the parts of this {graph.name} do not fit together: {said}. Call it on an example, "
            "which says where"
        ) from None
    for i, axis in enumerate(found.graph.output[0].type.tensor_type.shape.dim):
        if axis.dim_param.startswith("unk"):
            axis.dim_param = f"y_{i}"
    onnx.checker.check_model(found, full_check=True)
    return found


def _written(part: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    row, given = row_for(part, place, ROWS, "ONNX")
    found: Tensor = row.write(given, graph, x, place)
    return found


def _name_output(graph: Graph, output: Tensor) -> None:
    """Have the last number of a graph called y."""
    if not any(output.name in node.output for node in graph.nodes):  # it is the input
        output = graph.node("Identity", output)
    for node in graph.nodes:
        for names in (node.input, node.output):
            for i, name in enumerate(names):
                names[i] = "y" if name == output.name else name


# --- what goes in ---


def _input(model: Module) -> tuple[Axes, bool]:
    """The axes of one example, and whether it is of whole numbers."""
    for part in _first(model):
        row, given = row_for(part, "", ROWS, "ONNX")
        axes = row.takes(given)
        if axes is not None:
            return axes, row.whole
    raise refused("", model, "no part of it says how many numbers an example has")


def _first(part: Any) -> list[Any]:
    """The parts that may say what goes in, the first first."""
    if isinstance(part, (MLP, Sequential, Parallel)):
        inner = part.parts if isinstance(part, Parallel) else part.layers
        return [found for each in inner for found in _first(each)]
    return [part]


# --- the rows ---


def _dense(neurons: list[Neuron], graph: Graph, x: Tensor, place: str) -> Tensor:
    shape = len(neurons), len(neurons[0].w)
    W = graph.parameter([n.w for n in neurons], at(place, "w"), shape)
    b = graph.parameter([n.b for n in neurons], at(place, "b"), shape[:1])
    total = graph.node("Gemm", x, W, b, transB=1)
    return activated(graph, activation_of(neurons, place), total, place)


def _convolution(axes: int) -> Row:
    def write(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
        neurons, kernel = m.filters.neurons, [m.kernel] * axes
        W = graph.parameter([n.w for n in neurons], at(place, "w"), (m.outputs, m.inputs, *kernel))
        b = graph.parameter([n.b for n in neurons], at(place, "b"), (m.outputs,))
        total = graph.node("Conv", x, W, b, kernel_shape=kernel, strides=[m.stride] * axes)
        return activated(graph, activation_of(neurons, place), total, place)

    open_ = ["length"] if axes == 1 else ["height", "width"]
    return Row(write, lambda m: [m.inputs, *open_])


def _chain(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    for i, part in enumerate(m.layers):
        x = _written(part, graph, x, at(at(place, "layers"), i))
    return x


def _parallel(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    inside = at(place, "parts")
    outputs = [_written(part, graph, x, at(inside, i)) for i, part in enumerate(m.parts)]
    return graph.node("Concat", *outputs, axis=1)


def _function(op: str, *axes: int, **attributes: Any) -> Row:
    """A function that is one node; where it sums, ``axes`` come as a second input."""

    def write(part: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
        more = [graph.ints(*axes)] if axes else []
        return graph.node(op, x, *more, **attributes)

    return Row(write)


#: class of a module, or name of a function -> how it is written
ROWS: dict[Any, Row] = {
    Neuron: Row(lambda m, *rest: _dense([m], *rest), lambda m: [len(m.w)]),
    Layer: Row(lambda m, *rest: _dense(m.neurons, *rest), lambda m: [len(m.neurons[0].w)]),
    MLP: Row(_chain),
    Sequential: Row(_chain),
    Parallel: Row(_parallel),
    Linear: Row(linear, lambda m: [len(m.W[0])]),
    Embedding: Row(gathered, lambda m: [], whole=True),
    RMSNorm: Row(normed, lambda m: [m.width]),
    LayerNorm: Row(layer_normed, lambda m: [m.width]),
    Conv1d: _convolution(1),
    Conv2d: _convolution(2),
    Recurrent: Row(states, lambda m: ["time", len(m.W[0])]),
    Attention: Row(attended, lambda m: ["time", len(m.query.W)]),
    Block: Row(block, lambda m: ["time", m.norm.width]),
    GPT: Row(logits, lambda m: ["time"], whole=True),
    "operation": Row(lambda name, graph, x, place: activated(graph, name, x, place)),
    "softmax": _function("Softmax", axis=-1),
    "log_softmax": _function("LogSoftmax", axis=-1),
    "sum": _function("ReduceSum", -1, keepdims=1),
    "logsumexp": _function("ReduceLogSumExp", -1, keepdims=1),
    "flatten": _function("Flatten", axis=1),
    "reshape": Row(
        lambda f, graph, x, place: graph.node("Reshape", x, graph.ints(0, *f.shape)),
        lambda f: [prod(f.shape)],
    ),
}
