"""``Graph``: the nodes of an ONNX graph, written like arithmetic on ``Tensor``s. Needs ONNX.

Equal nodes and equal constants are there once. Read ``scalars.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

import autograd as ag
from nn.export.known import numbers

__all__ = ["Graph", "Tensor"]


class Tensor:
    """A tensor of a graph by its name; ``decided`` says that it is of truth values."""

    def __init__(self, graph: Graph, name: str, decided: bool = False) -> None:
        self.graph, self.name, self.decided = graph, name, decided

    def __add__(self, other: Any) -> Tensor:
        return self.graph.node("Add", self, other)

    def __radd__(self, other: Any) -> Tensor:
        return self.graph.node("Add", other, self)

    def __sub__(self, other: Any) -> Tensor:
        return self.graph.node("Sub", self, other)

    def __rsub__(self, other: Any) -> Tensor:
        return self.graph.node("Sub", other, self)

    def __mul__(self, other: Any) -> Tensor:
        return self.graph.node("Mul", self, other)

    def __rmul__(self, other: Any) -> Tensor:
        return self.graph.node("Mul", other, self)

    def __truediv__(self, other: Any) -> Tensor:
        return self.graph.node("Div", self, other)

    def __rtruediv__(self, other: Any) -> Tensor:
        return self.graph.node("Div", other, self)

    def __matmul__(self, other: Any) -> Tensor:
        return self.graph.node("MatMul", self, other)

    def __neg__(self) -> Tensor:
        return self.graph.node("Neg", self)

    def __lt__(self, other: Any) -> Tensor:
        return self.graph.node("Less", self, other, decided=True)

    def __le__(self, other: Any) -> Tensor:
        return self.graph.node("LessOrEqual", self, other, decided=True)

    def __gt__(self, other: Any) -> Tensor:
        return self.graph.node("Greater", self, other, decided=True)

    def __ge__(self, other: Any) -> Tensor:
        return self.graph.node("GreaterOrEqual", self, other, decided=True)


class Graph:
    """Nodes as they are added, and the constants that they use; ``double`` says of which type.

    A graph ``within`` another (the body of a loop) shares that one's constants and names.
    """

    def __init__(self, double: bool = False, within: Graph | None = None) -> None:
        self.double: bool = within.double if within else double
        self.nodes: list[Any] = []
        self.constants: dict[Any, Any] = within.constants if within else {}
        self.names: set[str] = within.names if within else {"x", "y"}
        self._known: dict[Any, Tensor] = {}

    @property
    def type(self) -> int:
        """ONNX's number for the type of the numbers."""
        return int(onnx.TensorProto.DOUBLE if self.double else onnx.TensorProto.FLOAT)

    def node(self, op: str, *inputs: Any, decided: bool = False, **attributes: Any) -> Tensor:
        """The output of an operation on tensors and plain numbers."""
        names = [self.tensor(x).name for x in inputs]
        key = op, *names, repr(sorted(attributes.items(), key=lambda item: item[0]))
        if key not in self._known:
            name = self.fresh(op.lower())
            self.nodes.append(helper.make_node(op, names, [name], name=name, **attributes))
            self._known[key] = Tensor(self, name, decided)
        return self._known[key]

    def tensor(self, x: Any) -> Tensor:
        """A tensor as it is, a number as a constant."""
        return x if isinstance(x, Tensor) else self.constant(np.float64(x))

    def constant(self, array: Any, name: str = "constant") -> Tensor:
        """A tensor of numbers that stay; floats are brought to the type of the graph.

        Raises ``GraphError`` for one that this type does not have.
        """
        array = np.asarray(array)
        if array.dtype == np.float64:
            array = self._rounded(array, name)
        key = array.dtype.str, array.shape, array.tobytes()
        return self._kept(key, array, name)

    def parameter(self, values: Any, name: str, shape: Sequence[int]) -> Tensor:
        """The tensor of a nest of parameters: one for each nest, however often it is met."""
        found = numbers(values, name)
        array = self._rounded(np.array([value.data for value in found]).reshape(shape), name)
        return self._kept((*shape, *map(id, found)), array, name)

    def ints(self, *numbers: int) -> Tensor:
        """A list of whole numbers, as shapes and axes are given."""
        return self.constant(np.array(numbers, dtype=np.int64), "ints")

    def fresh(self, name: str) -> str:
        """A name that nothing has: this one, or with a number behind it."""
        found, count = name, 1
        while found in self.names:
            count += 1
            found = f"{name}_{count}"
        self.names.add(found)
        return found

    def _kept(self, key: Any, array: Any, name: str) -> Tensor:
        if key not in self.constants:
            self.constants[key] = numpy_helper.from_array(array, self.fresh(name))
        return Tensor(self, self.constants[key].name)

    def _rounded(self, array: Any, name: str) -> Any:
        with np.errstate(over="ignore"):
            found = array.astype(np.float64 if self.double else np.float32)
        if not np.isfinite(found[np.isfinite(array)] if name == "constant" else found).all():
            type_ = "float64" if self.double else "float32"
            raise ag.GraphError(f"{name} has a number that is not finite, or not as {type_}")
        return found
