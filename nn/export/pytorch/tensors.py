"""Parameters as tensors, and tensors as parameters; what is shared stays shared.

Needs PyTorch. Read ``activations.py`` next.
"""

from __future__ import annotations

import math
from operator import add
from typing import Any

import torch

import autograd as ag
from autograd import Value
from nn.export.known import numbers
from nn.models.blocks import reshape

__all__ = ["Tensors", "Values"]


class Tensors:
    """Tensors for nests of parameters: one for each nest, however often it is met."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], Any] = {}
        self._met: dict[int, str] = {}

    def parameter(self, values: Any, place: str, shape: tuple[int, ...]) -> Any:
        """The ``torch.nn.Parameter`` of this shape, in double precision.

        Raises ``GraphError`` where another nest has some of these numbers too.

        >>> w = [Value(1.0), Value(2.0)]
        >>> tensors = Tensors()
        >>> tensors.parameter(w, "w", (2,)) is tensors.parameter(w, "w", (2,))
        True
        """
        found = numbers(values, place)
        key = (*shape, *map(id, found))
        if key not in self._made:
            for value in found:
                if id(value) in self._met:
                    raise ag.GraphError(
                        f"{place} shares some of its parameters with {self._met[id(value)]}: only "
                        "whole matrices can be shared in PyTorch"
                    )
            self._met |= dict.fromkeys(map(id, found), place)
            tensor = torch.tensor([value.data for value in found], dtype=torch.float64)
            self._made[key] = torch.nn.Parameter(tensor.reshape(shape))
        return self._made[key]


class Values:
    """Nests of parameters for tensors: one for each tensor, however often it is met."""

    def __init__(self) -> None:
        self._made: dict[tuple[Any, ...], tuple[Any, Any, Any]] = {}

    def of(self, tensor: Any, place: str, *shape: int, plus: Any = None) -> Any:
        """The numbers of a tensor as Values, nested as its shape, or the one that is given.

        With ``plus``, its sum with another. Raises ``GraphError`` for numbers that are
        not finite, ``OperandError`` for those that are not real.

        >>> weight = torch.nn.Parameter(torch.tensor([[1.0, 2.0]]))
        >>> Values().of(weight, "weight")
        [[Value(1.0), Value(2.0)]]
        """
        shape = shape or tuple(tensor.shape)
        key = id(tensor), id(plus), shape
        if key not in self._made:
            found = _floats(tensor, place)
            if plus is not None:
                found = list(map(add, found, _floats(plus, place)))
            if bad := [x for x in found if not math.isfinite(x)]:
                raise ag.GraphError(f"{place} has the number {bad[0]}: nothing can be made of it")
            nested = reshape(*shape)([Value(x) for x in found])
            self._made[key] = nested, tensor, plus  # kept, so that their ids stay their own
        return self._made[key][0]


def _floats(tensor: Any, place: str) -> list[float]:
    if tensor.is_meta or not tensor.is_floating_point():
        what = "no numbers yet" if tensor.is_meta else f"numbers of {tensor.dtype}"
        raise ag.OperandError(f"{place} has {what}: real ones are needed")
    found: list[float] = tensor.detach().cpu().double().flatten().tolist()
    return found
