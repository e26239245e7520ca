"""What nodes are called."""

from types import SimpleNamespace

import pytest

from autograd import Value, topological_order
from autograd.compiler.loops.parameters import parameter_arrays
from autograd.show.scene.names import model_names, names_of, op_mark, split_name, spoken_names
from nn import MLP
from tests.show_samples import ALL


def test_names_are_taken_from_a_namespace() -> None:
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    found = names_of({"_": a, "_3": b, "In": [b], "ws": [[a], (b, c)], "c": c, "n": 3})
    assert found == {a: "ws[0][0]", b: "ws[1][0]", c: "c"}


def test_the_shortest_name_wins_and_the_first_of_these() -> None:
    a = Value(1.0)
    assert names_of({"parameters": [a], "a": a, "b": a}) == {a: "a"}


def test_names_within_an_array_of_objects() -> None:
    numpy = pytest.importorskip("numpy")
    a, b = Value(1.0), Value(2.0)
    assert names_of({"W": numpy.array([[a], [b]])}) == {a: "W[0][0]", b: "W[1][0]"}


def test_lists_that_hold_themselves_or_are_very_deep() -> None:
    a = Value(1.0)
    ring: list[object] = [a]
    ring.append(ring)
    deep: list[object] = [a]
    for _ in range(2000):
        deep = [deep]
    assert names_of({"ring": ring, "deep": deep}) == {a: "ring[0]"}


def test_a_models_parameters_are_called_as_in_the_listing_of_its_loops() -> None:
    model = MLP(2, [2, 1], rng=0)
    names = [*model_names(model).values()]
    assert names[:6] == ["W1[0,0]", "W1[0,1]", "b1[0]", "W1[1,0]", "W1[1,1]", "b1[1]"]
    assert names[6:] == ["W2[0,0]", "W2[0,1]", "b2[0]"]
    arrays = parameter_arrays([path for path, _ in model.named_parameters()])
    assert [array.name for array in arrays] == ["W1", "b1", "W2", "b2", "p"]


def test_layers_are_counted_as_the_graph_uses_them() -> None:
    first, last = MLP(1, [1, 1], rng=0), MLP(1, [1, 1], rng=0)
    both = SimpleNamespace(
        named_parameters=lambda: [
            *((f"a.{path}", p) for path, p in last.named_parameters()),
            *((f"b.{path}", p) for path, p in first.named_parameters()),
        ]
    )
    order = topological_order(last([first([1.0])]))
    assert model_names(both, order)[first.layers[0].neurons[0].b].endswith("1[0]")


def test_a_number_belongs_to_the_word_before_it() -> None:
    assert split_name("blocks.1.heads.0.3.w") == (("block 1", "head 0 3"), "w")
    assert split_name("table.4.5") == ((), "table[4][5]")


@pytest.mark.parametrize("label", ALL.values(), ids=ALL)
def test_spoken_names_are_short_printable_and_different(label: str) -> None:
    twice = [Value(1.0, label=label), Value(2.0, label=label)]
    order = [*twice, twice[0] * twice[1]]
    spoken = [*spoken_names(order, {}).values()]
    assert len(set(spoken)) == 3
    assert all(name.isprintable() and 0 < len(name) <= 16 for name in spoken)


def test_a_number_that_is_taken_is_passed_over() -> None:
    a, b = Value(1.0, label="v1"), Value(2.0)
    assert [*spoken_names([b, a, a * b], {}).values()] == ["v2", "v1", "L"]
    taken = Value(1.0, label="L")
    assert [*spoken_names([taken, taken * 2], {}).values()] == ["L", "v1"]


def test_a_model_of_ones_own_needs_named_parameters_only() -> None:
    w = Value(1.0)
    line = SimpleNamespace(named_parameters=lambda: [("w", w)])
    assert model_names(line) == {w: "w"}


def test_signs_are_told_apart() -> None:
    a = Value(3.0)
    assert [op_mark(y.op) for y in (a - 1, -a, a * 2, a.tanh())] == ["-", "neg", "*", "tanh"]
