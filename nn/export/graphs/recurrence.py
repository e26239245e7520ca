"""Recurrence as an ONNX node: ``Scan``, whose body is a step. Needs ONNX.

(ONNX's own ``RNN`` has a few activations only.) Read ``build.py`` next.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import helper

from nn.export.graphs.graph import Graph, Tensor
from nn.export.graphs.scalars import activated
from nn.export.known import activation_of, at

__all__ = ["states"]


def states(m: Any, graph: Graph, x: Tensor, place: str) -> Tensor:
    """The state after each element: from [batch, time, inputs] to [batch, time, hidden]."""
    hidden, inputs = len(m.b), len(m.W[0])
    W = graph.parameter(m.W, at(place, "W"), (hidden, inputs))
    b = graph.parameter(m.b, at(place, "b"), (hidden,))
    U = graph.parameter(m.U, at(place, "U"), (hidden, hidden))
    given = graph.node("Transpose", x, perm=[1, 0, 2]) @ graph.node("Transpose", W, perm=[1, 0]) + b
    batch = graph.node("Shape", x, start=0, end=1)
    shape = graph.node("Concat", batch, graph.ints(hidden), axis=0)
    before = graph.node("Expand", graph.constant(np.zeros(()), "zero"), shape)
    turned = graph.node("Transpose", U, perm=[1, 0])
    found = _scanned(m, graph, before, given, turned, place)
    return graph.node("Transpose", found, perm=[1, 0, 2])


def _scanned(
    m: Any, graph: Graph, before: Tensor, given: Tensor, turned: Tensor, place: str
) -> Tensor:
    """``Scan`` over the first axis, time: a state in, a state and an equal output out."""
    body = Graph(within=graph)
    h, x_t = (Tensor(body, graph.fresh(name)) for name in ("h", "x_t"))
    after = activated(body, activation_of([m], place), x_t + h @ turned, place)
    output = body.node("Identity", after)
    inner = helper.make_graph(
        body.nodes,
        "step",
        [helper.make_tensor_value_info(t.name, graph.type, ["batch", len(m.b)]) for t in (h, x_t)],
        [helper.make_tensor_value_info(t.name, graph.type, None) for t in (after, output)],
    )
    names = graph.fresh("last_state"), graph.fresh("states")
    graph.nodes.append(
        helper.make_node(
            "Scan",
            [before.name, given.name],
            [*names],
            name=graph.fresh("scan"),
            body=inner,
            num_scan_inputs=1,
        )
    )
    return Tensor(graph, names[1])
