"""A model as plain data, and what such data would make, known before it is made.

``told`` describes a model; what is somebody's own (a class, a lambda, a layer changed by hand) is
named and no more. ``planned`` reads a description: how many parameters it implies is known then,
and ``Plan.make`` comes after somebody has compared that with the numbers at hand.

Read ``numbers.py`` next.

>>> from nn import Layer, Sequential, softmax
>>> told(Sequential(Layer(2, 3), softmax))["parts"][1]
{'function': 'softmax'}
>>> planned(told(Layer(2, 10**3)), "architecture").count
3000
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import autograd as ag
from autograd import Value
from nn.files.fields import Unfit, entries, function_of, own, told_function
from nn.files.kinds import KINDS, Kind
from nn.models.module import Module

__all__ = ["Plan", "differences", "own_parts", "planned", "told"]

CHANGED = "changed after it was made"


def told(model: Module) -> dict[str, Any]:
    """A model as plain data: what it takes to make one of the same shape."""
    found = _told(model)
    if not any(own_parts(found)) and planned(found, "").count != len(model.parameters()):
        return {**own(model), "why": "shared parameters"}
    return found


def _told(part: Any) -> dict[str, Any]:
    if not isinstance(part, Module):
        return told_function(part)
    kind = KINDS.get(type(part).__name__)
    if kind is None or type(part) is not kind.made:
        return own(part)
    if kind.parts:
        if [*vars(part)] != [kind.parts]:
            return {**own(part), "why": CHANGED}
        listed = [_told(inner) for inner in getattr(part, kind.parts)]
        return {"kind": kind.made.__name__, "parts": listed}
    try:
        settings = {name: field.told(of(part)) for name, (field, of) in kind.settings.items()}
        found = {"kind": kind.made.__name__, **settings}
        if any(own_parts(found)) or _alike(part, planned(found, "").make()):
            return found
    except (AttributeError, LookupError, TypeError, Unfit):
        pass  # it has not what such a module has when it is made
    return {**own(part), "why": CHANGED}


def _alike(one: Any, other: Any) -> bool:
    """Whether two things are made in the same way, apart from the numbers of parameters."""
    if type(one) is not type(other):
        return False
    if isinstance(one, Value):
        return one.op is None
    if isinstance(one, Module):
        one, other = vars(one), vars(other)
    if isinstance(one, dict):
        return [*one] == [*other] and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_alike, one, other))
    return bool(one is other or one == other)


def own_parts(data: Any, place: str = "") -> Iterator[str]:
    """What a description names and does not describe: "layers.2 (<lambda>)"."""
    if isinstance(data, dict) and "own" in data:
        at = f"{place}: " if place else ""
        yield f"{at}{data['own']}{', ' + str(data['why']) if 'why' in data else ''}"
    elif isinstance(data, (dict, list)):
        for name, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from own_parts(part, f"{place}.{name}" if place else str(name))


def differences(one: Any, other: Any, place: str = "the model") -> Iterator[str]:
    """Where two descriptions say different things; what is somebody's own is like anything."""
    if isinstance(one, dict) and isinstance(other, dict):
        if "own" in one or "own" in other:
            return
        if {*one} != {*other}:
            yield f"{place}: {_called(one, other)} in the file, {_called(other, one)} here"
            return
        for name in one:
            yield from differences(one[name], other[name], f"{place}.{name}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for i, (a, b) in enumerate(zip(one, other)):
            yield from differences(a, b, f"{place}.{i}")
    elif one != other:
        counts = [f"{len(x)} parts" if isinstance(x, list) else repr(x) for x in (one, other)]
        yield f"{place}: {counts[0]} in the file, {counts[1]} here"


def _called(one: dict[str, Any], other: dict[str, Any]) -> str:
    """What a part is, and with what that the other is not."""
    more = ", ".join(str(name) for name in one if name not in other)
    kind = next((one[name] for name in ("kind", "function", "rule") if name in one), "one")
    same = kind in other.values()
    return f"{kind} with {more}" if same and more else f"{kind}"


@dataclass(frozen=True)
class Plan:
    """A module that can be made, and the number of its parameters."""

    kind: Kind
    settings: dict[str, Any]
    parts: tuple[Plan | Callable[[Any], Any], ...]
    place: str

    @property
    def count(self) -> int:
        """The parameters of the module, with all parts."""
        inner = sum(part.count for part in self.parts if isinstance(part, Plan))
        return inner + self.kind.count(self.settings)

    def make(self) -> Module:
        """The module; its numbers are of no matter."""
        parts = [part.make() if isinstance(part, Plan) else part for part in self.parts]
        try:
            return self.kind.make(*parts, **self.settings)
        except (ag.GraphError, ag.OperandError, ValueError) as error:
            raise Unfit(f"{self.place}: {error}") from None


def planned(data: Any, place: str) -> Plan:
    """What a description would make; ``Unfit`` for one that makes no sense, or has own parts."""
    if not isinstance(data, dict) or "kind" not in data:
        raise Unfit(f"{place} has no 'kind'")
    kind = KINDS.get(data["kind"]) if isinstance(data["kind"], str) else None
    if kind is None:
        raise Unfit(f"{place} is of no known kind; known: {', '.join(KINDS)}")
    needed = ["kind", "parts"] if kind.parts else ["kind", *kind.settings]
    entries(data, place, needed)
    settings = {
        name: field.read(data[name], f"{place}.{name}")
        for name, (field, _) in kind.settings.items()
    }
    parts = _parts(data["parts"], f"{place}.parts") if kind.parts else ()
    return Plan(kind, settings, parts, place)


def _parts(data: Any, place: str) -> tuple[Plan | Callable[[Any], Any], ...]:
    if not isinstance(data, list):
        raise Unfit(f"{place} is no list")
    return tuple(
        function_of(part, f"{place}.{i}")
        if isinstance(part, dict) and "function" in part
        else planned(part, f"{place}.{i}")
        for i, part in enumerate(data)
    )
