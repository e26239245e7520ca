"""One naming of nodes: pictures, trees, explanations, the player and the loops call them alike."""

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value, draw, explain, topological_order, tree
from autograd.compiler.backends.choice import LANGUAGES
from autograd.show.player.film import film
from autograd.show.scene.view import page_view, view_of

Model = Any


def two(first: str = "", second: str = "") -> Value:
    a, b = Value(2.0, label=first), Value(3.0, label=second)
    return (a * b + a).tanh()


def perceptron() -> tuple[Value, dict[str, Any]]:
    model = nn.MLP(2, [3, 1], rng=0)
    return nn.mse(model([1.0, 2.0]), 1.0), {"model": model}


def named() -> tuple[Value, dict[str, Any]]:
    w = [Value(1.0), Value(2.0, label="second")]
    hidden = w[0] * w[1] - 1
    loss = -hidden * hidden
    return loss, {"names": {"w": w, "hidden": hidden, "loss": loss}}


GRAPHS: dict[str, Callable[[], tuple[Value, dict[str, Any]]]] = {
    "labels": lambda: (two("a", "b"), {}),
    "no labels": lambda: (two(), {}),
    "a label twice": lambda: (two("w", "w"), {}),
    "subscripts": lambda: (two("q₁", "x₂"), {}),
    "labels like numbers": lambda: (two("v1", "L"), {}),
    "long labels": lambda: (two("a label that is rather long", "b"), {}),
    "a model": perceptron,
    "variables": named,
}
each_graph = pytest.mark.parametrize("make", GRAPHS.values(), ids=GRAPHS)


def in_tree(root: Value, options: dict[str, Any]) -> set[str]:
    lines = tree(root, **options, lines=9999, depth=999).splitlines()
    return {line.lstrip("│├└─ ").split(" = ")[0] for line in lines if " = " in line}


def in_picture(root: Value, options: dict[str, Any]) -> set[str]:
    source = draw(root, **options, depth="scalar" if "model" in options else None).source
    scene = view_of(
        root,
        options.get("names"),
        options.get("model"),
        "scalar" if "model" in options else None,
        999,
    ).scene
    titles = {item.title for item in scene.items.values() if item.node is not None}
    assert all(f"<B>{title}</B>" in source for title in titles)
    return titles


def in_player(root: Value, options: dict[str, Any]) -> set[str]:
    view = page_view(root, options.get("names"), options.get("model"), None, 999)
    parts = film(view)["parts"]
    return {p.get("label", p["name"]) for p in parts if p["kind"] in ("leaf", "node")}


def in_explanation(root: Value, options: dict[str, Any]) -> set[str]:
    """The names on all paths to all leaves."""
    found: set[str] = set()
    for leaf in topological_order(root):
        if leaf.op is None:
            told = str(explain(root, leaf, **options, paths=999))
            found |= {
                name
                for line in told.splitlines()
                for name in re.findall(r"∂(.+?)(?=/∂| = | · |$)", line)
            }
    return found


@each_graph
def test_four_readers_of_a_graph_call_its_nodes_alike(
    make: Callable[[], tuple[Value, dict[str, Any]]],
) -> None:
    root, options = make()
    names = in_picture(root, options)
    assert len(names) == len(topological_order(root))
    assert in_tree(root, options) == names
    assert in_player(root, options) == names
    assert in_explanation(root, options) == names


def test_the_loops_call_parameters_as_pictures_do() -> None:
    model = nn.MLP(2, [3, 1], rng=0)
    pictured = in_picture(*perceptron())
    listing = str(ag.compile(lambda a, b: model([a, b])).loops)
    arrays = {name.partition("[")[0] for name in pictured if "[" in name}
    assert arrays == {"W1", "b1", "W2", "b2"}
    assert arrays <= words(listing)


@pytest.mark.parametrize("labels", [("q₁", "x"), ("q₁", "q1"), ("slope", "b")])
def test_the_loops_call_labelled_leaves_as_pictures_do(labels: tuple[str, str]) -> None:
    a, b = (Value(2.0, label=label) for label in labels)
    compiled = ag.compile(lambda t: a * t + b * b)
    listing = str(compiled.loops)
    assert labels[0] in listing
    assert f"∂{labels[0]} = " in listing
    for language in LANGUAGES:
        assert "₁" not in compiled.source(language) or language == "latex"


def words(text: str) -> Iterable[str]:
    return set(re.findall(r"\w+", text))
