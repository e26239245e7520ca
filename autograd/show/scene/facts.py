"""What a closed box says of the nodes within it.

Read ``view.py`` next.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from autograd.show.scene.scene import Scene
from autograd.show.text import DIGITS, number_text
from autograd.value import Value

__all__ = ["LARGEST", "OUTSIDE", "box_facts", "consumed", "gives"]

#: boxes that are no part of a model
OUTSIDE = ("inputs", "between", "loss", "further back")
#: what stands before the gradient of a box
LARGEST = "largest grad"


def consumed(scene: Scene) -> set[Value]:
    """The nodes from which an arrow leads into another item; for a box these are its answers."""
    homes = scene.homes()
    return {
        operand
        for node, key in homes.items()
        for operand in node.operands
        if isinstance(operand, Value) and homes[operand] != key
    }


def box_facts(
    title: str,
    members: Sequence[Value],
    consumed: Collection[Value],
    *,
    gradients: bool = True,
    digits: int = DIGITS,
) -> list[str]:
    """Lines about a box: how much is in it, what it gives, its largest gradient.

    ``consumed`` are the nodes that are used outside of the box they are in.

    >>> w, b = Value(2.0), Value(0.5)
    >>> box_facts("neuron 0", [w, b, w + b], [], gradients=False)
    ['3 nodes, 2 parameters']
    """
    leaves = [node for node in members if node.op is None]
    kind = "leaves" if title in OUTSIDE else "parameters"
    facts = [f"{len(members):,} nodes, {len(leaves):,} {kind}"]
    if answers := gives(members, consumed, digits):
        facts.append(f"gives {answers}")
    if leaves and gradients:
        largest = max(abs(node.grad) for node in leaves)
        facts.append(f"{LARGEST} {number_text(largest, digits)}")
    return facts


def gives(members: Sequence[Value], consumed: Collection[Value], digits: int = DIGITS) -> str:
    """The answers of a box: one number, or the least and the greatest.

    >>> a = Value(2.0) * 3
    >>> gives([a, a * 2], [a]), gives([a, -a], [])
    ('6.0', '')
    """
    answers = sorted(node.data for node in members if node in consumed and node.op)
    if not answers:
        return ""
    low, high = number_text(answers[0], digits), number_text(answers[-1], digits)
    return low if low == high else f"{low} … {high}"
