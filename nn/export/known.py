"""What can be told to others, and how everything else is refused: by its place and its name.

Read ``pytorch/build.py`` or ``graphs/build.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import autograd as ag
from autograd import Value
from nn.files.architecture import CHANGED, told
from nn.files.fields import told_function
from nn.models.blocks import flatten
from nn.models.module import Module

__all__ = ["activation_of", "at", "numbers", "recorded", "refused", "row_for"]


def refused(place: str, part: Any, why: str, done: str = "exported") -> ag.OperandError:
    """The error for a part that cannot be told; ``done`` says what cannot be done with it.

    >>> print(refused("layers.1", abs, "it is no module"))
    layers.1 (abs) cannot be exported: it is no module
    """
    name = getattr(part, "__name__", None) or type(part).__name__
    at = f"{place} ({name})" if place else f"this {name}"
    return ag.OperandError(f"{at} cannot be {done}: {why}")


def row_for(part: Any, place: str, rows: Mapping[Any, Any], target: str) -> tuple[Any, Any]:
    """The row of a part, and what it is given: the part, or the name of an operation.

    The table has modules by their class and functions by their name, and one row called "operation"
    for all operations of one operand.
    """
    if isinstance(part, Module):
        key: Any = type(part)
        if key in rows and told(part).get("why") == CHANGED:
            raise refused(place, part, "it was changed by hand after it was made; make it anew")
    else:
        key = told_function(part).get("function")
    if key in rows:
        return rows[key], part
    if key in ag.unary_ops():
        return rows["operation"], key
    raise refused(
        place,
        part,
        f"it is your own, or {target} has no counterpart. Export the parts before and after it, "
        f"and write this one in {target}",
    )


def at(place: str, name: object) -> str:
    """The place of a part, or of a parameter.

    >>> at("", "W"), at("layers", 0)
    ('W', 'layers.0')
    """
    return f"{place}.{name}" if place else f"{name}"


def numbers(values: Any, place: str) -> list[Value]:
    """The parameters in a nest, in reading order, if they are such."""
    found = flatten(values)
    for value in found:
        if not isinstance(value, Value) or value.op is not None:
            raise ag.OperandError(
                f"a weight of {place or 'this model'} is no parameter but {value!r}: it cannot be "
                "exported"
            )
    return found


# --- activations ---


def activation_of(neurons: Iterable[Any], place: str) -> Any:
    """What all neurons of a layer have in common: a name, or a function without one."""
    found = {neuron.activation for neuron in neurons}
    if len(found) > 1:
        raise ag.OperandError(
            f"the neurons of {place or 'this layer'} have different activations: they cannot be "
            "exported as one layer"
        )
    activation = found.pop()
    if isinstance(activation, str):
        return activation
    name = told_function(activation).get("function")
    return name if name in ag.unary_ops() else activation


def recorded(activation: Any, place: str) -> ag.Compiled:
    """An activation as ``compile`` records it; refused where its recording does not say it all."""
    function = ag.unary_ops()[activation] if isinstance(activation, str) else activation
    try:
        found = ag.compile(function, inputs=1)
        outputs = found.program.outputs
    except (ag.AutogradError, TypeError) as error:
        raise refused(place, function, f"as an activation it must be recorded. {error}") from None
    if len(outputs) != 1 or found.parameters:
        raise refused(
            place, function, "an activation is of one number and gives one, without parameters"
        )
    with ag.nonfinite("allow"):
        answer = function(Value(0.5))
    nodes = ag.topological_order(answer) if isinstance(answer, Value) else []
    if any(node.op is not None and node.op.name == "detach" for node in nodes):
        raise refused(place, function, "what it detaches would be differentiated there")
    return found
