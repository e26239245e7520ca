"""Which nodes belong to which neuron and layer: the frames that open and close in a picture.

A model is used by its ``named_parameters()`` alone, so a module of your own is framed as an MLP
is: ``layers.0.neurons.1.w.0`` stands in the frames "layer 0" and "neuron 1". Between parameters
and the rest of the graph nothing is marked, so a neuron's nodes are found by what they do:
products of a parameter, the sums of these, and, when all of its parameters have been added in,
one activation. A penalty such as ``w * w`` uses parameters otherwise and stays outside.

Read ``view.py`` next.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from autograd.ops import Op
from autograd.show.scene.names import Model, Path, split_name
from autograd.value import Value

__all__ = ["far_paths", "loss_and_inputs", "model_paths"]

#: closing these keeps a picture of a few boxes small; fewer loose nodes are shown one by one
LOOSE = 40


class _Sum(NamedTuple):
    """A sum within a neuron: which box, and which of its parameters are in it so far."""

    path: Path
    mask: int


def model_paths(order: list[Value], model: Model) -> dict[Value, Path]:
    """The frames around each node which belongs to the model; other nodes are not in the answer.

    >>> from types import SimpleNamespace
    >>> from autograd.graph import topological_order
    >>> w, b = Value(2.0), Value(1.0)
    >>> line = SimpleNamespace(named_parameters=lambda: [("line.w", w), ("line.b", b)])
    >>> loss = (w * 3 + b).tanh() + w * w
    >>> found = model_paths(topological_order(loss), line)
    >>> [node.op.symbol for node in topological_order(loss) if node.op and node in found]
    ['*', '+', 'tanh']
    """
    sums, whole = _parameters(model)
    paths = {node: known.path for node, known in sums.items()}
    for node in order:
        if node.op is None:
            continue
        inner = [o for o in node.operands if isinstance(o, Value) and o in sums]
        if not inner or any(sums[o].path != sums[inner[0]].path for o in inner):
            continue
        path, mask = sums[inner[0]].path, 0
        for operand in inner:
            mask |= sums[operand].mask
        if mask == whole[path] and _finishes(node, sums, whole[path]):
            paths[node] = path
        elif _adds_up(node.op, inner, sums, whole[path]):
            paths[node] = path
            sums[node] = _Sum(path, mask)
    return {node: paths[node] for node in order if node in paths}


def _parameters(model: Model) -> tuple[dict[Value, _Sum], dict[Path, int]]:
    """Each parameter as a sum of itself, and for each box the mask of all its parameters."""
    sums: dict[Value, _Sum] = {}
    whole: dict[Path, int] = {}
    for name, node in model.named_parameters():
        path = split_name(name)[0]
        bit = whole.get(path, 0) + 1
        whole[path] = whole.get(path, 0) | bit
        sums[node] = _Sum(path or (type(model).__name__,), bit)
    if () in whole:
        whole[(type(model).__name__,)] = whole.pop(())
    return sums, whole


def _finishes(node: Value, sums: Mapping[Value, _Sum], whole: int) -> bool:
    """Whether this is the activation: an op of one operand on the complete weighted sum."""
    op, first = node.op, node.operands[0]
    if op is None or not isinstance(first, Value) or first.op is None:
        return False
    single = op.arity == 1 or len(op.defaults) == op.arity - 1
    return single and op.name not in ("neg", "abs") and sums[first].mask == whole


def _adds_up(op: Op, inner: list[Value], sums: Mapping[Value, _Sum], whole: int) -> bool:
    """Whether this is a step of the weighted sum: parameter times input, or sum of such."""
    if any(o.op is not None and sums[o].mask == whole for o in inner):
        return False  # the sum was complete: what is made of it is somebody else's
    if op.name == "mul":
        return len(inner) == 1 and inner[0].op is None
    return op.name in ("add", "sub")


def loss_and_inputs(
    order: list[Value], paths: Mapping[Value, Path], limit: int = LOOSE
) -> dict[Value, Path]:
    """Frames for what stands outside the model, where that is more than a few nodes.

    Leaves are "inputs". What the model goes on with is "between", such as norms and residual
    sums; all else but the output itself is "loss".
    """
    loose = [node for node in order[:-1] if node not in paths]
    leaves = [node for node in loose if node.op is None]
    found: dict[Value, Path] = dict(paths)
    if len(leaves) > limit:
        found |= dict.fromkeys(leaves, ("inputs",))
    if len(loose) - len(leaves) > limit:
        before = _below(order, paths)
        for node in loose:
            if node.op is not None:
                found[node] = ("between",) if node in before else ("loss",)
    return found


def _below(order: list[Value], paths: Mapping[Value, Path]) -> set[Value]:
    """The nodes out of which nodes of the model are made."""
    found: set[Value] = set()
    for node in reversed(order):
        if node in paths or node in found:
            found.update(o for o in node.operands if isinstance(o, Value))
    return found


def far_paths(order: list[Value], depth: int, room: int) -> tuple[dict[Value, Path], int]:
    """Without a model: all nodes more than ``depth`` steps from the output, as one box.

    The depth shrinks until at most ``room`` nodes are outside; the answer says to what. What the
    box is made of is within it, but for leaves: no arrow leads back into it from a result.
    """
    distance = {order[-1]: 0}
    for node in reversed(order):
        for operand in node.operands:
            if isinstance(operand, Value):
                near = distance[node] + 1
                distance[operand] = min(distance.get(operand, near), near)
    steps = sorted(distance.values())
    while depth > 1 and len(steps) > room and steps[room] <= depth:
        depth = min(depth - 1, steps[room] - 1)
    far = {node for node in order if distance[node] > max(depth, 1)}
    for node in reversed(order):
        if node in far:
            far.update(o for o in node.operands if isinstance(o, Value) and o.op is not None)
    return {node: ("further back",) for node in order if node in far}, max(depth, 1)
