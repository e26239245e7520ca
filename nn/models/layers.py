"""Neurons, layers of neurons, and networks of layers.

A neuron computes g(b + w₀x₀ + w₁x₁ + …), with one multiplication and one addition per weight
in the graph; the order of the sum is micrograd's, so equal weights give equal numbers. The
activation g is the name of an operation of one operand ("tanh", "relu", "sigmoid", "sin", …),
"linear" for none, or any callable of one Value. Inputs are lists of numbers or of Values.

Read ``blocks.py`` next.

>>> model = MLP(3, [4, 4, 1], rng=0)
>>> model
MLP(  # 41 parameters
  layers.0: Layer(3, 4, activation='tanh')
  layers.1: Layer(4, 4, activation='tanh')
  layers.2: Layer(4, 1, activation='linear')
)
>>> model([2.0, 3.0, -1.0]).backward()
>>> model.layers[0].neurons[0].w[0].grad != 0.0
True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import mul
from random import Random
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import one_of, whole
from nn.models.init import Init, default, generator
from nn.models.module import Module

__all__ = ["MLP", "Activation", "Layer", "Neuron", "Sequential", "activation_function"]

Activation = str | Callable[[Any], Any]


class Neuron(Module):
    """A weighted sum and an activation; ``w`` is the list of weights, ``b`` the bias.

    ``nonlin=True`` (relu) and ``nonlin=False`` (linear) are micrograd's way to choose the
    activation; ``fan_out`` is the number of neurons beside it, which ``init`` may want to know.
    A call raises ``GraphError`` for an input of the wrong width.

    >>> neuron = Neuron(2, activation="sigmoid")
    >>> for parameter, number in zip(neuron.parameters(), [20, 20, -30]):
    ...     parameter.data = number
    >>> [round(neuron([a, b]).data, 3) for a in (0, 1) for b in (0, 1)]  # AND
    [0.0, 0.0, 0.0, 1.0]
    """

    def __init__(
        self,
        nin: int,
        activation: Activation = "tanh",
        rng: int | Random | None = None,
        init: Init | None = None,
        nonlin: bool | None = None,
        fan_out: int = 1,
    ) -> None:
        nin = whole("the number of inputs", nin)
        if nonlin is not None:
            activation = "relu" if nonlin else "linear"
        self._function = activation_function(activation)
        self.activation = activation
        draw, source = init or default(activation), generator(rng)
        self.w = [Value(draw(nin, fan_out, source)) for _ in range(nin)]
        self.b = Value(0.0)

    def __call__(self, x: Sequence[Any]) -> Any:
        """The activation of the weighted sum: one number for one list of numbers."""
        w = self.w
        try:
            fits = len(x) == len(w)
        except TypeError:
            fits = False
        if not fits:
            raise _wrong_input(len(w), x)
        try:
            total = sum(map(mul, w, x), self.b)
        except TypeError:
            if _is_table(x):
                raise _wrong_input(len(w), x) from None
            raise
        if total.__class__ is not Value and hasattr(total, "__len__"):  # NumPy: a whole row times w
            raise _wrong_input(len(w), x)
        return total if self._function is None else self._function(total)

    def __repr__(self) -> str:
        return f"Neuron({len(self.w)}, activation={_name(self.activation)!r})"


class Layer(Module):
    """Neurons side by side on the same input; the output is always a list, one number each.

    >>> layer = Layer(3, 2, rng=0)
    >>> layer, len(layer([1.0, 0.0, -1.0])), layer.neurons[1].b
    (Layer(3, 2, activation='tanh'), 2, Value(0.0))
    """

    def __init__(
        self,
        nin: int,
        nout: int,
        activation: Activation = "tanh",
        rng: int | Random | None = None,
        init: Init | None = None,
        nonlin: bool | None = None,
    ) -> None:
        nout = whole("the number of neurons in a layer", nout)
        source = generator(rng)
        self.neurons = [
            Neuron(nin, activation, source, init, nonlin, fan_out=nout) for _ in range(nout)
        ]
        self.activation = self.neurons[0].activation

    def __call__(self, x: Sequence[Any]) -> list[Any]:
        """The outputs of all neurons, as a list."""
        return [neuron(x) for neuron in self.neurons]

    def __repr__(self) -> str:
        nin, name = len(self.neurons[0].w), _name(self.activation)
        return f"Layer({nin}, {len(self.neurons)}, activation={name!r})"


class MLP(Module):
    """A multi-layer perceptron: ``nin`` inputs, then layers of the given sizes.

    A call returns a list, except that a network with one output returns that number itself.
    ``activation`` serves the hidden layers and ``output`` the last one; a list names one for
    each hidden layer, or for each layer (``output`` is then not asked). Raises ``GraphError`` for
    ``sizes`` that list no layers, and for an input of another length than ``nin``.

    >>> len(MLP(3, [4, 4, 1]).parameters())
    41
    >>> [layer.activation for layer in MLP(2, [8, 4, 1], activation=["relu", "sin"]).layers]
    ['relu', 'sin', 'linear']
    """

    def __init__(
        self,
        nin: int,
        sizes: Sequence[int],
        activation: Activation | Sequence[Activation] = "tanh",
        output: Activation = "linear",
        rng: int | Random | None = None,
        init: Init | None = None,
    ) -> None:
        if isinstance(sizes, (str, int)) or not len(sizes):
            raise ag.GraphError(f"sizes lists the layers, for example [4, 4, 1], got {sizes!r}")
        source = generator(rng)
        widths = [nin, *sizes]
        self.layers = [
            Layer(inputs, outputs, name, source, init)
            for inputs, outputs, name in zip(widths, sizes, _per_layer(activation, output, sizes))
        ]

    def __call__(self, x: Sequence[Any]) -> Any:
        """The output for one input: a list, or the number itself if there is one output."""
        for layer in self.layers:
            x = layer(x)
        return x[0] if len(x) == 1 else x


class Sequential(Module):
    """Modules and plain functions, each applied to what the one before returned.

    Nothing is unwrapped on the way: a last ``Layer`` of one neuron gives a list of one. Raises
    ``OperandError`` for a part that cannot be called.

    >>> from nn import softmax
    >>> model = Sequential(Layer(2, 4, "relu", rng=0), Layer(4, 3, "linear", rng=1), softmax)
    >>> round(sum(p.data for p in model([1.0, -1.0])), 12)
    1.0
    """

    def __init__(self, *parts: Callable[[Any], Any]) -> None:
        for i, part in enumerate(parts):
            if not callable(part):
                raise ag.OperandError(
                    f"part {i} of a Sequential is a module or a function, got {part!r}"
                )
        self.layers = list(parts)

    def __call__(self, x: Any) -> Any:
        """The output of the last part."""
        for part in self.layers:
            x = part(x)
        return x


def activation_function(activation: Activation) -> Callable[[Any], Any] | None:
    """The function of an activation; None for "linear", which leaves no node in the graph.

    Raises ``ValueError`` with the closest name and the list of names for an unknown one,
    ``OperandError`` for what is neither a name nor callable.
    """
    if callable(activation):
        return activation
    if not isinstance(activation, str):
        raise ag.OperandError(f"an activation is a name or a function, got {activation!r}")
    known = _operations()
    return known[one_of("activation", activation, sorted(known))]


def _operations() -> dict[str, Callable[[Any], Any] | None]:
    """The engine's operations of one operand by name, and "linear"."""
    return {**ag.unary_ops(), "linear": None}


def _per_layer(
    activation: Activation | Sequence[Activation], output: Activation, sizes: Sequence[int]
) -> list[Activation]:
    """One activation for each layer."""
    hidden = len(sizes) - 1
    if isinstance(activation, str) or not hasattr(activation, "__iter__"):
        return [activation] * hidden + [output]
    names = list(activation)
    if len(names) not in (hidden, hidden + 1):
        raise ag.GraphError(
            f"{len(names)} activations for {len(sizes)} layers: give one for each hidden layer "
            f"({hidden}), or one for each layer"
        )
    return [*names, output][: hidden + 1]


def _name(activation: Activation) -> str:
    return activation if isinstance(activation, str) else getattr(activation, "__name__", "?")


def _is_table(x: Any) -> bool:
    """Whether these are several inputs, a row each."""
    return any(isinstance(row, (list, tuple)) or getattr(row, "shape", ()) for row in x)


def _wrong_input(width: int, x: Any) -> ag.GraphError:
    """What to say when an input is not a list of ``width`` numbers."""
    if hasattr(x, "__len__") and _is_table(x):
        return ag.GraphError(
            f"expected one row of {width} inputs, got {len(x)} rows: write [model(x) for x in X]"
        )
    found = f"{len(x)}" if hasattr(x, "__len__") else f"{x!r}, which is not a list"
    return ag.GraphError(f"expected a list of {width} inputs, got {found}")
