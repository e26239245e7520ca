"""What nodes are called: by their variables, by their place in a model, by number.

All pictures and texts take their names from here. Read ``scene.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from autograd.errors import OperandError
from autograd.grids import parameter_names
from autograd.ops import OPS, Op
from autograd.show.text import label_text
from autograd.value import Value

__all__ = [
    "Model",
    "Path",
    "known_names",
    "model_names",
    "names_of",
    "natural",
    "op_mark",
    "split_name",
    "spoken_names",
]

#: the frames around a node, outermost first
Path = tuple[str, ...]


class Model(Protocol):
    """What a picture asks of a model."""

    def named_parameters(self) -> Iterable[tuple[str, Value]]:
        """Each parameter with the path to it."""


def names_of(names: Mapping[str, Any] | None) -> dict[Value, str]:
    """The nodes that a namespace such as ``locals()`` names, also within lists: ``w[0]``.

    Names with a leading underscore and a notebook's ``In`` and ``Out`` are passed over.

    >>> a, b = Value(1.0), Value(2.0)
    >>> names_of({"a": a, "w": [a, b], "text": "no node"})
    {Value(1.0): 'a', Value(2.0): 'w[1]'}
    """
    found: dict[Value, str] = {}
    for name, thing in (names or {}).items():
        if not name.startswith("_") and name not in ("In", "Out"):
            for path, node in _nodes_within(thing, name):
                if len(path) < len(found.get(node, path + " ")):
                    found[node] = path
    return found


def _nodes_within(thing: Any, path: str) -> Iterator[tuple[str, Value]]:
    """The nodes in a thing and in the lists within it, each list once, as it may hold itself."""
    stack, seen = [(thing, path)], {}
    while stack:
        thing, path = stack.pop()
        if isinstance(thing, Value):
            yield path, thing
        elif _is_a_list(thing) and id(thing) not in seen:
            seen[id(thing)] = thing  # kept, so that nothing else gets its id
            elements = enumerate(thing.tolist() if hasattr(thing, "tolist") else thing)
            inner = [
                (e, f"{path}[{i}]") for i, e in elements if isinstance(e, (Value, list, tuple))
            ]
            stack += reversed(inner)


def _is_a_list(thing: Any) -> bool:
    return isinstance(thing, (list, tuple)) or str(getattr(thing, "dtype", "")) == "object"


def model_names(model: Model, order: Sequence[Value] = ()) -> dict[Value, str]:
    """A name for each parameter, ``W1[0,2]``, as in the compiler's listings.

    Layers are counted in the order in which the graph uses them, a topological ``order``.
    """
    named = list(model.named_parameters())
    places = {node: place for place, (_, node) in enumerate(named)}
    used = dict.fromkeys(
        places[operand]
        for node in order
        for operand in node.operands
        if isinstance(operand, Value) and operand in places
    )
    found = parameter_names([path for path, _ in named], used)
    return {node: found[place] for node, place in places.items() if place in found}


def split_name(name: str) -> tuple[Path, str]:
    """``layers.0.neurons.1.w.0`` -> (("layer 0", "neuron 1"), "w[0]").

    >>> split_name("layers.0.neurons.1.w.0"), split_name("encoder.b"), split_name("slope")
    ((('layer 0', 'neuron 1'), 'w[0]'), (('encoder',), 'b'), ((), 'slope'))
    """
    words: list[str] = []
    for part in name.split("."):
        if part.isdigit() and words:
            words[-1] += f" {part}"
        else:
            words.append(part)
    first, *indices = words[-1].split(" ")
    frames = tuple(_singular(word) for word in words[:-1])
    return frames, first + "".join(f"[{i}]" for i in indices)


def _singular(word: str) -> str:
    plural, number = word.partition(" ")[::2]
    return f"{plural.removesuffix('s')} {number}" if number else word


def natural(name: str) -> list[str | int]:
    """Sorts "neuron 10" behind "neuron 9", and ``x10`` behind ``x9``.

    >>> sorted(["x10", "x9", "b"], key=natural)
    ['b', 'x9', 'x10']
    """
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def known_names(
    order: Sequence[Value], names: Mapping[str, Any] | None, model: Model | None
) -> dict[Value, str]:
    """The names that a reader gives, by a model and by variables; the variables go first.

    Raises ``OperandError`` for what is no model and for what is no namespace.
    """
    if names is not None and not isinstance(names, Mapping):
        raise OperandError(f'names is a namespace, locals() or {{"y": y}}, got {names!r}')
    if model is not None and not hasattr(model, "named_parameters"):
        raise OperandError(f"model is one with named_parameters(), such as nn.MLP, got {model!r}")
    found = model_names(model, order) if model is not None else {}
    return found | names_of(names)


def spoken_names(
    order: Sequence[Value], names: Mapping[Value, str], *, limit: int = 16
) -> dict[Value, str]:
    """A name of its own for every node: the reader's, or ``v1``, ``v2``, … in the order of making.

    An output without a name is ``L``; a name that is taken already gives way to a number. Names
    differ in their first 16 characters already; ``limit`` says how many are given.

    >>> a = Value(2.0, label="a")
    >>> [*spoken_names([a, a * 2, a * 2 * 3], {}).values()]
    ['a', 'v1', 'L']
    """
    wished = {node: label_text(names.get(node) or node.label, 16) for node in order}
    taken = set(wished.values())
    if not wished[order[-1]] and "L" not in taken:
        wished[order[-1]] = "L"
    found: dict[Value, str] = {}
    used: set[str] = set()
    number = 0
    for node, name in wished.items():
        short = name
        while not short or short in used:
            number += 1
            short = f"v{number}" if f"v{number}" not in taken else ""
        whole = label_text(names.get(node) or node.label, limit)
        found[node] = whole if whole and short == name else short
        used.add(short)
    return found


def op_mark(op: Op | None) -> str:
    """What an op is called beside its result: ``-`` for a - b, but ``neg`` for -a.

    >>> op_mark((Value(1.0) - 2).op), op_mark((-Value(1.0)).op), op_mark(None)
    ('-', 'neg', '')
    """
    if op is None:
        return ""
    ambiguous = not op.infix and any(o.infix and o.symbol == op.symbol for o in OPS.values())
    return label_text(op.name if ambiguous else op.symbol, 16)
