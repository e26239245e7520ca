"""Random small trainings on which both engines must give the same model.

A seed stands for one training: a model (with frozen, shared, unused or foreign parts), data, a
loss, a penalty, an optimiser and perhaps a callback that changes something between the epochs.
``differences`` runs it four ways, in two fits with one optimiser: eager or compiled, then eager
or compiled. What is smooth is compared to 1e-9 after 20 steps, what nobody may touch exactly.

``python -m tests.nn.training.agreement --count 500`` looks at so many of them.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, product
from random import Random
from typing import Any, NamedTuple

import autograd as ag
import nn
from autograd import Value
from nn import Layer, Module

STEPS, TOLERANCE = 20, 1e-9
SMOOTH = ("tanh", "sigmoid", "sin", "softplus", "atan", "linear")
WAYS = list(product(("eager", "compiled"), repeat=2))


@dataclass
class Training:
    """Everything that two runs of ``fit`` need, made anew from a seed for every way."""

    model: Any
    X: list[list[float]]
    y: list[Any]
    settings: dict[str, Any]
    epochs: int
    outside: list[Value] = field(default_factory=list)
    #: what a callback does to the outside Values is no harm done by training
    changes_outside: bool = False
    words: list[str] = field(default_factory=list)

    def run(self, engines: tuple[str, str]) -> tuple[Any, ...]:
        """Half of the epochs by each engine: numbers of the model, losses, memory, steps."""
        losses = []
        for engine in engines:
            history = nn.fit(
                self.model, self.X, self.y, engine=engine, epochs=self.epochs, **self.settings
            )
            losses += history.losses
        optimizer, parameters = self.settings["optimizer"], self.model.parameters()
        memory = [x for p in parameters for x in optimizer.remembered(p)]
        return [p.data for p in parameters], losses, memory, optimizer.steps


# --- models ---


class Head(Module):
    """Layers one after the other, some of which are kept out of training by their name."""

    def __init__(self, *parts: Any, frozen: int = -1) -> None:
        self.parts = [part for i, part in enumerate(parts) if i != frozen]
        self._frozen, self._place = [part for i, part in enumerate(parts) if i == frozen], frozen

    def __call__(self, x: Any) -> Any:
        parts = list(self.parts)
        if self._frozen:
            parts.insert(self._place, self._frozen[0])
        for part in parts:
            x = part(x)
        return x[0] if len(x) == 1 else x


class Tied(Module):
    """One layer that is applied twice, between a way in and a way out."""

    def __init__(self, into: Layer, again: Layer, out: Layer) -> None:
        self.into, self.again, self.out = into, again, out
        self.twice = again  # the same once more, by another name

    def __call__(self, x: Any) -> Any:
        y = self.out(self.twice(self.again(self.into(x))))
        return y[0] if len(y) == 1 else y


class Containers(Module):
    """Values in a dict, a tuple and a list; one is shared by all outputs, one is never used."""

    def __init__(self, inputs: int, outputs: int, source: Random) -> None:
        def draw() -> Value:
            return Value(source.uniform(-1.0, 1.0))

        self.unused = draw()
        self.shared = {"scale": draw(), "shift": draw()}
        self.slopes = tuple([draw() for _ in range(inputs)] for _ in range(outputs))
        self._constant = draw()

    def __call__(self, x: Any) -> Any:
        scale, shift = self.shared["scale"], self.shared["shift"]
        outputs = [
            ag.tanh(sum(w * each for w, each in zip(row, x)) * scale + shift * self._constant)
            for row in self.slopes
        ]
        return outputs[0] if len(outputs) == 1 else outputs


class Chosen(Module):
    """A network of which ``parameters`` names a part only."""

    def __init__(self, body: Any, source: Random) -> None:
        self.body = body
        listed = body.parameters()
        self._chosen = source.sample(listed, source.randint(1, len(listed)))

    def __call__(self, x: Any) -> Any:
        return self.body(x)

    def parameters(self) -> list[Value]:
        return list(self._chosen)


def perceptron(source: Random, inputs: int, outputs: int) -> list[Layer]:
    """Two or three layers with activations that have derivatives everywhere."""
    widths = [inputs, *(source.randint(1, 4) for _ in range(source.randint(1, 2))), outputs]
    last = len(widths) - 2
    return [
        Layer(a, b, "linear" if i == last else source.choice(SMOOTH), rng=source)
        for i, (a, b) in enumerate(pairwise(widths))
    ]


def a_model(source: Random, inputs: int, outputs: int) -> tuple[Any, list[Value], str]:
    """A model, the Values in it that are not to be trained, and its kind."""
    kind = source.choice(["plain", "frozen", "frozen", "tied", "containers", "chosen", "parallel"])
    layers = perceptron(source, inputs, outputs)
    if kind == "frozen":
        place = source.randrange(len(layers))
        return Head(*layers, frozen=place), layers[place].parameters(), f"frozen {place}"
    if kind == "tied":
        width = source.randint(1, 3)
        parts = [Layer(a, b, "tanh", rng=source) for a, b in ((inputs, width), (width, width))]
        return Tied(*parts, Layer(width, outputs, "linear", rng=source)), [], kind
    if kind == "containers":
        model = Containers(inputs, outputs, source)
        return model, [model._constant], kind
    if kind == "chosen":
        chosen = Chosen(Head(*layers), source)
        rest = [p for p in layers_parameters(layers) if p not in chosen.parameters()]
        return chosen, rest, kind
    if kind == "parallel":
        both = nn.concatenate(Head(*layers), lambda x: x[0] * x[-1])
        width = outputs + 1
        return Head(both, Layer(width, outputs, "linear", rng=source)), [], kind
    return Head(*layers), [], kind


def layers_parameters(layers: list[Layer]) -> list[Value]:
    """The parameters of all layers."""
    return [p for layer in layers for p in layer.parameters()]


# --- losses, penalties, callbacks ---


class Weighted(Module):
    """A loss that is a module itself, with a parameter that is not the model's."""

    def __init__(self, k: Value) -> None:
        self.k = k

    def __call__(self, prediction: Any, target: Any) -> Any:
        return ag.exp(self.k) * nn.mse(prediction, target)


class Loss(NamedTuple):
    """A loss, the kind of its targets, its name, and the Values in it beside k."""

    function: Any
    targets: str
    name: str
    foreign: tuple[Value, ...] = ()


def a_loss(source: Random, outputs: int, k: Value) -> Loss:
    """A loss by name, or one with Values of its own."""

    def of_two(prediction: Any, target: Any) -> Any:
        return k * nn.mse(prediction, target) + k * k

    def cosh(prediction: Any, target: Any) -> Any:
        listed = [(prediction, target)] if outputs == 1 else zip(prediction, target)
        return sum(ag.log(ag.cosh(k * (p - t))) for p, t in listed)

    teacher = Layer(outputs, 1, "tanh", rng=source)

    def taught(prediction: Any, target: Any) -> Any:
        listed = [prediction] if outputs == 1 else prediction
        return (teacher(listed)[0] - k) ** 2 + nn.mse(prediction, target)

    choices = [
        Loss("mse", "number", "mse"),
        Loss("squared_error", "number", "squared_error"),
        Loss("bce_with_logits", "label", "bce_with_logits"),
        Loss(of_two, "number", "k·mse + k²"),
        Loss(cosh, "number", "log cosh k(p - t)"),
        Loss(taught, "number", "teacher in the loss", tuple(teacher.parameters())),
        Loss(Weighted(k), "number", "a module as loss"),
    ]
    if outputs > 1:
        choices.append(Loss("cross_entropy", "class", "cross_entropy"))
        choices.append(Loss("cross_entropy", "soft", "cross_entropy of shares"))
    return source.choice(choices)


def a_penalty(source: Random, k: Value) -> tuple[Any, str]:
    """A penalty, and its name."""
    chosen = source.choice(["none", "none", "l2", "k·l2", "towards k", "zero", "first", "constant"])
    penalties: dict[str, Any] = {
        "none": None,
        "l2": lambda ps: nn.l2_penalty(ps, 0.01),
        "k·l2": lambda ps: k * nn.l2_penalty(ps, 0.01),
        "towards k": lambda ps: sum((p - k) ** 2 for p in ps),
        "zero": lambda ps: 0.0,
        "first": lambda ps: ag.tanh(ps[0]) ** 2,
        "constant": lambda ps: k * k,
    }
    return penalties[chosen], chosen


def a_callback(source: Random, model: Any, k: Value) -> tuple[Any, str]:
    """Something that happens between the epochs, and its name."""

    def fade(history: Any) -> None:
        k.data *= 0.9

    def clip(history: Any) -> None:
        for p in model.parameters():
            p.data = min(max(p.data, -0.5), 0.5)

    choices: list[tuple[Any, str]] = [(None, "no callback")] * 3 + [(fade, "fade"), (clip, "clip")]
    return source.choice(choices)


OPTIMISERS: list[Callable[[Random], nn.Optimizer]] = [
    lambda r: nn.SGD(r.uniform(0.01, 0.1)),
    lambda r: nn.SGD(r.uniform(0.005, 0.02), momentum=0.9, nesterov=r.random() < 0.5),
    lambda r: nn.SGD(nn.inverse_sqrt(0.1), momentum=0.5),
    lambda r: nn.Adam(r.uniform(0.01, 0.1), eps=1e-4),
    lambda r: nn.AdamW(0.05, eps=1e-4, weight_decay=0.1),
    lambda r: nn.Nadam(nn.cosine(0.05, steps=30), eps=1e-4),
    lambda r: nn.RMSProp(0.01, eps=1e-4),
    lambda r: nn.Adagrad(0.05, eps=1e-4),
    lambda r: nn.Adadelta(eps=1e-3),
]


def training(seed: int) -> Training:
    """The training of a seed: the same whenever it is made."""
    source = Random(seed)
    inputs, outputs, n = source.randint(1, 3), source.choice([1, 1, 2, 3]), source.randint(3, 8)
    k = Value(source.uniform(0.3, 1.2))
    model, frozen, kind = a_model(source, inputs, outputs)
    loss = a_loss(source, outputs, k)
    penalty, penalty_name = a_penalty(source, k)
    callback, callback_name = a_callback(source, model, k)
    batch_size = source.choice([None, 1, 2, n])
    X = [[source.uniform(-1.0, 1.0) for _ in range(inputs)] for _ in range(n)]
    optimizer = source.choice(OPTIMISERS)(source)
    settings = {
        "loss": loss.function,
        "penalty": penalty,
        "callback": callback,
        "batch_size": batch_size,
        "optimizer": optimizer,
        "rng": Random(seed),
        "progress": False,
    }
    return Training(
        model,
        X,
        [a_target(source, loss.targets, outputs) for _ in range(n)],
        settings,
        epochs=math.ceil(STEPS / 2 / math.ceil(n / (batch_size or n))),
        outside=[k, *frozen, *loss.foreign],
        changes_outside=callback_name == "fade",
        words=[kind, loss.name, penalty_name, callback_name, repr(optimizer), f"{batch_size=}"],
    )


def a_target(source: Random, targets: str, outputs: int) -> Any:
    """One target of a kind; a single number may also come as a list of one."""
    if targets == "class":
        return source.randrange(outputs)
    if targets == "soft":
        shares = [source.random() for _ in range(outputs)]
        return [share / sum(shares) for share in shares]
    draw = (lambda: source.randrange(2)) if targets == "label" else (lambda: source.uniform(-1, 1))
    return draw() if outputs == 1 else [draw() for _ in range(outputs)]


# --- the comparison ---


def differences(seed: int) -> Iterator[str]:
    """What the four ways do not agree on, in words; nothing where all is well."""
    reference: tuple[Any, ...] | None = None
    faded: list[float] = []
    for way in WAYS:
        made = training(seed)
        before, told = [v.data for v in made.outside], f"seed {seed}, {' then '.join(way)}"
        try:
            found = made.run(way)
        except Exception as error:  # an error is a difference, whatever it is
            yield f"{told}: {type(error).__name__}: {error} ({', '.join(made.words)})"
            continue
        after = [v.data for v in made.outside]
        if reference is None:
            reference, faded = found, after
        expected = faded if made.changes_outside else before
        if after != expected:
            yield f"{told}: outside Values {expected} became {after} ({', '.join(made.words)})"
        for what, ours, theirs in zip(("model", "losses", "memory", "steps"), found, reference):
            if not close(ours, theirs):
                yield f"{told}: {what} {ours}, not {theirs} ({', '.join(made.words)})"


def close(ours: Any, theirs: Any) -> bool:
    """Whether all numbers are equal to 1e-9, of their size or absolutely; counts exactly."""
    if isinstance(ours, int):
        return bool(ours == theirs)
    return len(ours) == len(theirs) and all(
        math.isclose(a, b, rel_tol=TOLERANCE, abs_tol=TOLERANCE) for a, b in zip(ours, theirs)
    )


def main() -> int:
    """Look at so many seeds; 1 if the engines differ on one."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    chosen = parser.parse_args()
    bad = 0
    for seed in range(chosen.first, chosen.first + chosen.count):
        found = list(differences(seed))
        bad += bool(found)
        for line in found:
            print(line)
    print(f"{chosen.count - bad} of {chosen.count} trainings agree")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
