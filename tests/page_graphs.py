"""Graphs of Values as a page has them: plain nodes with numbers, and what a sweep says of them."""

from collections.abc import Mapping
from typing import Any

from autograd.backprop import steps
from autograd.finite import nonfinite
from autograd.functions import numeric_partial
from autograd.graph import topological_order
from autograd.show.scene.boxes import model_paths
from autograd.show.scene.names import known_names
from autograd.value import Value


def graph_of(root: Value, names: Mapping[str, Any] | None = None, model: Any = None) -> Any:
    """Nodes, numbers, gradients and shares, as ``graph.js`` gives them; constants are nodes."""
    order = topological_order(root)
    known = known_names(order, names, model)
    paths = model_paths(order, model) if model is not None else {}
    place: dict[Value, int] = {}
    nodes: list[dict[str, Any]] = []
    values: list[float] = []

    def put(node: dict[str, Any], value: float) -> int:
        nodes.append(node)
        values.append(value)
        return len(nodes) - 1

    for node in order:
        operands = [
            place[o]
            if isinstance(o, Value)
            else put({"op": None, "operands": [], "kind": "constant"}, o)
            for o in node.operands
        ]
        found: dict[str, Any] = {"op": node.op.name if node.op else None, "operands": operands}
        found |= {"name": known.get(node) or node.label, "path": list(paths.get(node, ()))}
        place[node] = put(found if node.op else found | {"kind": "parameter"}, node.data)
    gradients: dict[Value, float] = {root: 1.0}
    with nonfinite("allow"):
        sweep = [*steps(order, gradients, set(order), numeric_partial)]
    by_id = [0.0] * len(nodes)
    for node, gradient in gradients.items():
        by_id[place[node]] = gradient
    shares = [
        {"node": place[n], "position": i, "operand": place[n.operands[i]], **numbers}
        for n, i, partial, share, _ in sweep
        for numbers in [{"partial": partial, "share": share}]
    ]
    return {
        "nodes": nodes,
        "values": values,
        "output": place[root],
        "gradient": by_id,
        "shares": shares,
    }
