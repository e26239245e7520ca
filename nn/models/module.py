"""``Module``: anything with parameters, that is with Values which training may change.

A parameter is a leaf ``Value`` kept in an attribute of a module, directly or within lists,
tuples, dicts and further modules; its name is the path to it (``layers.0.neurons.1.w.0``). So a
module of your own needs an ``__init__`` that makes Values and a ``__call__`` that uses them,
and nothing more. Attributes whose names begin with an underscore are left out.

Read ``init.py`` next.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import autograd as ag
from autograd import Value

__all__ = ["Module"]


class Module:
    """The base class of everything that has parameters: neurons, layers, networks, your own.

    >>> from autograd import Value
    >>> class Line(Module):
    ...     def __init__(self):
    ...         self.slope, self.offset = Value(2.0), Value(1.0)
    ...     def __call__(self, x):
    ...         return self.slope * x + self.offset
    >>> Line()(3.0), Line().state_dict()
    (Value(7.0), {'slope': 2.0, 'offset': 1.0})
    """

    _picture_: Callable[..., Any]  # how ``autograd.draw`` draws it: hung on by ``nn.plot``

    def __call__(self, x: Any) -> Any:
        """The output for one input; each module defines its own."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__ yet")

    def named_parameters(self) -> list[tuple[str, Value]]:
        """Every parameter with the path to it, in the order of the attributes, each once.

        Raises ``GraphError`` where two have the same path, as the keys 1 and "1" of a dict give.

        >>> from nn import Neuron
        >>> [name for name, _ in Neuron(2).named_parameters()]
        ['w.0', 'w.1', 'b']
        """
        found = [(name, value) for value, name in _named(self).items()]
        twice = [name for name, count in Counter(name for name, _ in found).items() if count > 1]
        if twice:
            raise ag.GraphError(
                f"several parameters of the {type(self).__name__} are called {', '.join(twice)}: "
                "give the keys of their dict, or their attributes, names that differ"
            )
        return found

    def parameters(self) -> list[Value]:
        """The parameters alone: layer by layer, neuron by neuron, weights before the bias."""
        return list(_named(self))

    def zero_grad(self) -> None:
        """Set the gradient of every parameter to zero; ``backward`` adds to what is there."""
        for parameter in self.parameters():
            parameter.grad = 0.0

    def state_dict(self) -> dict[str, float]:
        """The numbers of all parameters by name: plain data, ready for ``json.dump``."""
        return {name: _float(name, parameter.data) for name, parameter in self.named_parameters()}

    def load_state_dict(self, state: Mapping[str, float]) -> None:
        """Take over the numbers of a ``state_dict``.

        Raises ``GraphError`` that names every key which is missing, unexpected or not a finite
        number; the module is then as it was.
        """
        parameters = dict(self.named_parameters())
        numbers = {name: _finite(state[name]) for name in parameters if name in state}
        problems = {
            "missing": [name for name in parameters if name not in state],
            "unexpected": [name for name in state if name not in parameters],
            "not a finite number": [name for name, x in numbers.items() if x is None],
        }
        if any(problems.values()):
            said = "; ".join(
                f"{what}: {', '.join(map(str, names))}" for what, names in problems.items() if names
            )
            raise ag.GraphError(
                f"this state does not fit the {type(self).__name__}: {said}. Nothing was changed; "
                "make the model with the sizes it was saved with"
            )
        for name, x in numbers.items():
            parameters[name].data = x  # type: ignore[assignment]  # None was refused above

    def __repr__(self) -> str:
        children = _children(self)
        if not children:
            return f"{type(self).__name__}({_count(self)})"
        lines = [f"  {name}: {_shown(child)}" for name, child in children]
        return "\n".join([f"{type(self).__name__}(  # {_count(self)}", *lines, ")"])


def _named(module: Module) -> dict[Value, str]:
    """Every parameter with its first path; one that is shared counts once."""
    found: dict[Value, str] = {}
    _collect("", module, found, set())
    return found


def _collect(path: str, holder: Any, found: dict[Value, str], seen: set[int]) -> None:
    """Enter every leaf Value below; ``seen`` keeps a module that holds itself from looping."""
    seen.add(id(holder))
    for name, part in _parts(holder):
        if isinstance(part, Value):
            if part.op is None:
                found.setdefault(part, f"{path}{name}")
        elif isinstance(part, (Module, list, tuple, dict)) and id(part) not in seen:
            _collect(f"{path}{name}.", part, found, seen)


def _parts(thing: Module | list[Any] | tuple[Any, ...] | dict[Any, Any]) -> list[tuple[Any, Any]]:
    """What a container holds, by name or position."""
    if isinstance(thing, Module):
        return [(name, part) for name, part in vars(thing).items() if not name.startswith("_")]
    return list(thing.items()) if isinstance(thing, dict) else list(enumerate(thing))


def _children(module: Module) -> list[tuple[str, Any]]:
    """The modules (and plain functions among them) that the picture of a module lists."""
    found: list[tuple[str, Any]] = []
    for name, part in _parts(module):
        if isinstance(part, Module):
            found.append((name, part))
        elif isinstance(part, (list, tuple)) and any(isinstance(p, Module) for p in part):
            found += [(f"{name}.{i}", p) for i, p in enumerate(part)]
    return found


def _shown(child: Any) -> str:
    text = repr(child) if isinstance(child, Module) else getattr(child, "__name__", repr(child))
    return str(text).replace("\n", "\n  ")


def _count(module: Module) -> str:
    n = len(module.parameters())
    return f"{n} parameter{'' if n == 1 else 's'}"


def _float(name: str, x: Any) -> float:
    try:
        return Value(x).data
    except ag.OperandError as error:
        raise ag.OperandError(f"the data of the parameter {name} is none: {error}") from None


def _finite(x: Any) -> float | None:
    try:
        number = Value(x).data
    except ag.OperandError:
        return None
    return number if math.isfinite(number) else None
