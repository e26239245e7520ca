"""Everything that the public doors give shows what it is at a prompt and in a cell: no address."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value, exercises
from autograd.exercises.lessons.catalogue import exercise, lessons

X = [[1.0, 2.0, 0.5], [2.0, 1.0, 0.0], [0.0, 1.5, 1.0], [1.0, 0.5, 2.0]]


def model() -> nn.MLP:
    return nn.MLP(2, [2, 1], rng=0)


def swept() -> Value:
    x = Value(2.0, label="x")
    y = x * x + 1
    y.backward()
    return y


def failure() -> ag.NonFiniteError:
    with pytest.raises(ag.NonFiniteError) as caught:
        ag.log(Value(0.0, label="p"))
    return caught.value


def gpt() -> nn.GPT:
    return nn.GPT(2, 2, width=2, heads=1, hidden=2, rng=0)


def descent() -> nn.Trajectory:
    return nn.descend(lambda x: x[0] ** 2, [3.0], nn.line_search(0.1), steps=3)


def explained() -> Any:
    y = swept()
    return ag.explain(y, wrt=ag.topological_order(y)[0])


def trained() -> nn.Optimizer:
    rule = nn.Adam(0.1)
    nn.fit(model(), *nn.gates.xor(), epochs=2, optimizer=rule)
    return rule


def submission() -> str:
    with exercises.Submission("def f(x): return x") as handed_in:
        return repr(handed_in)


#: a class of a door -> one of it
OBJECTS: dict[type, Callable[[], Any]] = {
    Value: swept,
    ag.Compiled: lambda: ag.compile(lambda a, b: a * b + a),
    ag.GradientReport: lambda: ag.check_gradients(lambda a: a * a, 2.0),
    ag.NonFiniteError: failure,
    exercises.Verdict: lambda: exercises.check(2.0, 3.0),
    exercises.ChainRule: exercises.chain_rule,
    exercises.Exercise: lambda: exercise("01.1"),
    exercises.Lesson: lambda: lessons()[0],
    exercises.Progress: exercises.progress,
    exercises.Submission: submission,
    nn.GPT: gpt,
    nn.MLP: model,
    nn.PCA: lambda: nn.pca(X, 2),
    nn.PPCA: lambda: nn.PPCA(3, 1, rng=0),
    nn.SGD: lambda: nn.SGD(nn.cosine(0.1, 10)),
    nn.Attention: lambda: nn.Attention(4, 2),
    nn.Conv1d: lambda: nn.Conv1d(1, 2, 2),
    nn.Conv2d: lambda: nn.Conv2d(1, 2, 2),
    nn.Embedding: lambda: nn.Embedding(5, 2),
    nn.History: lambda: nn.fit(model(), *nn.gates.xor(), epochs=2),
    nn.Layer: lambda: nn.Layer(2, 2),
    nn.LayerNorm: lambda: nn.LayerNorm(2),
    nn.Linear: lambda: nn.Linear(2, 2),
    nn.Module: nn.Module,
    nn.Neuron: lambda: nn.Neuron(2),
    nn.Optimizer: lambda: nn.Optimizer(0.1),
    nn.Parallel: lambda: nn.Parallel(nn.Linear(2, 2), ag.tanh),
    nn.Playground: lambda: nn.Playground("xor"),
    nn.RMSNorm: lambda: nn.RMSNorm(2),
    nn.Recurrent: lambda: nn.Recurrent(2, 2),
    nn.Saved: lambda: nn.Saved(model(), seed=3),
    nn.Sequential: lambda: nn.Sequential(nn.Linear(2, 2), ag.tanh, nn.flatten),
    nn.TokenTraining: lambda: nn.TokenTraining(gpt(), [[0, 1, 0], [1, 0]], nn.Adam(0.1)),
    nn.Trajectory: descent,
}
OBJECTS |= {kind: kind for kind in (nn.Adadelta, nn.Adagrad, nn.Adam, nn.AdamW, nn.Nadam)}
OBJECTS |= {nn.RMSProp: nn.RMSProp}
#: what functions of the doors give besides
RESULTS: dict[str, Callable[[], Any]] = {
    "draw": lambda: ag.draw(swept()),
    "draw_dot": lambda: ag.draw_dot(swept()),
    "a network": lambda: ag.draw(model(), X=nn.gates.xor()[0]),
    "explore": lambda: ag.explore(swept()),
    "explain": explained,
    "tree": lambda: ag.tree(swept()),
    "an error's picture": lambda: failure().draw(),
    "loops": lambda: ag.compile(lambda a, b: a * b + a).loops,
    "solution": lambda: exercises.chain_rule().solution,
    "right": lambda: exercises.check(2.0, 2.0),
    "a trained optimiser": trained,
    "a schedule": lambda: nn.warmup(4, then=nn.exponential(0.1)),
    "an init": lambda: nn.init.normal(0.1),
    "composed": lambda: nn.compose(nn.Linear(2, 2), ag.tanh),
    "a parameter": lambda: model().parameters()[0],
}


def doors() -> Iterator[tuple[str, Any]]:
    for door in (ag, nn, exercises):
        for name in door.__all__:
            yield f"{door.__name__}.{name}", getattr(door, name)


def texts(thing: Any) -> Iterator[str]:
    """What a prompt, a print and a notebook show of a thing, but for pictures."""
    formatters = pytest.importorskip("IPython.core.formatters")
    yield repr(thing)
    yield str(thing)
    if hasattr(thing, "_ipython_display_"):  # shows itself, in outputs of its own
        found = thing._repr_mimebundle_()
        shown = found[0] if isinstance(found, tuple) else found
    else:
        shown, _ = formatters.DisplayFormatter().format(thing)
    yield shown["text/plain"]
    yield from (text for kind, text in shown.items() if kind in ("text/html", "text/latex"))


def test_there_is_one_of_every_class_of_the_doors() -> None:
    classes = {thing for _, thing in doors() if inspect.isclass(thing)}
    errors = {thing for thing in classes if issubclass(thing, Exception)}
    assert classes - errors <= set(OBJECTS)


@pytest.mark.parametrize("kind", OBJECTS, ids=lambda kind: kind.__name__)
def test_an_object_shows_what_it_is(kind: type) -> None:
    for text in texts(OBJECTS[kind]()):
        assert text
        assert " at 0x" not in text
        assert " object>" not in text
    assert len(repr(OBJECTS[kind]())) < 1000


@pytest.mark.parametrize("make", RESULTS.values(), ids=RESULTS)
def test_a_result_shows_what_it_is(make: Callable[[], Any]) -> None:
    for text in texts(make()):
        assert text
        assert " at 0x" not in text
        assert " object>" not in text


@pytest.mark.parametrize("derive", [ag.grad, ag.value_and_grad, ag.jacobian, ag.hessian])
def test_a_derived_function_says_of_which_it_is_the_derivative(derive: Any) -> None:
    def bowl(x: Any) -> Any:
        return x * x

    told = {"hessian": "jacobian(grad("}.get(derive.__name__, f"{derive.__name__}(")
    assert repr(derive(bowl)).startswith(f"<function {told}")
    assert "bowl)" in repr(derive(bowl))
    assert derive(bowl).__name__ == "bowl"


def test_every_name_of_the_doors_has_help_that_says_something() -> None:
    for name, thing in doors():
        if callable(thing):
            assert (inspect.getdoc(thing) or "").strip(), name
