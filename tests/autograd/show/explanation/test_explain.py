"""explain: paths counted and listed, contributions that add up to the engine's gradient."""

import math
import random

import pytest

from autograd import GraphError, NonFiniteError, OperandError, Value, nonfinite, tanh
from autograd.show.explanation.explain import explain
from autograd.show.explanation.rules import partial_latex, partial_text
from nn import MLP
from tests.show_samples import ALL, small, squares


def total(explanation) -> float:  # type: ignore[no-untyped-def]
    return math.fsum([*explanation.contributions, explanation.rest, explanation.rounding])


def test_one_path_with_symbols_and_numbers() -> None:
    w, x = Value(2.0, label="w"), Value(3.0, label="x")
    found = explain((w * x).tanh(), wrt=w)
    assert found.count == 1
    assert "∂L/∂v1 · ∂v1/∂w" in str(found)
    assert "(1 - L * L) · x" in str(found)


def test_two_uses_are_two_paths() -> None:
    a, _, c = small()
    found = explain(c, a)
    assert found.count == len(found.contributions) == 4
    assert total(found) == a.grad == found.gradient


def test_contributions_add_up_to_the_last_bit_for_random_graphs() -> None:
    rng = random.Random(0)
    for _ in range(60):
        nodes = [Value(rng.uniform(-1, 1)) for _ in range(3)]
        for _ in range(12):
            p, q = rng.choice(nodes), rng.choice(nodes)
            nodes.append(rng.choice([p * q, p + q, p - q, tanh(p), p * 0.5]))
        root = nodes[-1] + nodes[0]
        root.backward()
        found = explain(root, nodes[0], paths=rng.choice([2, 1000]))
        assert found.gradient == nodes[0].grad
        assert total(found) == nodes[0].grad


def test_all_gradients_of_a_network() -> None:
    model = MLP(2, [3, 1], rng=1)
    loss = sum(((model(x) - y) ** 2 for x, y in [([0, 1], 1), ([1, 1], 0)]), Value(0.0))
    loss.backward()
    for p in model.parameters():
        assert total(explain(loss, p)) == p.grad
    assert "W1[1,0]" in str(explain(loss, model.layers[0].neurons[1].w[0], model=model))


def test_many_paths_are_counted_exactly_and_the_largest_listed() -> None:
    root = squares(100)
    x = next(node for node in _leaves(root))
    found = explain(root, x, paths=3)
    assert found.count == 2**100
    assert len(found.contributions) == 3
    assert "1.268 · 10^30 paths; the 3 largest:" in str(found)
    assert r"1.268 · 10}\hat{}\text{30" in found._repr_latex_()


def test_the_largest_come_first() -> None:
    x = Value(1.0, label="x")
    root = 3 * x + (-5) * x + x + x * 0.5
    found = explain(root, x, paths=2)
    assert found.contributions == [-5.0, 3.0]
    assert found.rest == 1.5
    assert "2 more paths" in str(found)


def test_a_million_steps_need_no_recursion() -> None:
    x = y = Value(1.0)
    for _ in range(100_000):
        y = y + 1.0
    found = explain(y, x)
    assert found.contributions == [1.0]
    assert len(str(found)) < 2000
    found._repr_latex_()


def test_an_interior_node_and_the_output_itself() -> None:
    x = Value(2.0)
    y = x * x
    assert explain(y * 3, wrt=y).gradient == 3.0
    assert explain(y, wrt=y).gradient == 1.0
    assert str(explain(y, wrt=y))


def test_rules_take_the_branch_that_applies() -> None:
    x, b = Value(3.0), Value(0.0)
    names = {x: "x", b: "b"}
    assert partial_text(x**3, 0, names) == "3.0 * x ** 2.0"
    assert partial_text(x**1.0, 0, names) in ("", "1.0 * x ** 0.0")
    assert partial_text(x / 2.0, 0, names) == ""
    y = 1 / x
    assert partial_text(y, 1, {**names, y: "y"}) == "-y / x"
    assert partial_latex(y, 1, {**names, y: "y"}) == r"\frac{-\text{y}}{\text{x}}"


@pytest.mark.parametrize("label", ALL.values(), ids=ALL)
def test_strange_labels(label: str) -> None:
    a = Value(3.0, label=label)
    found = explain(a * a, a)
    assert len(str(found)) < 600
    latex = found._repr_latex_()
    assert "<" not in latex
    assert latex.count(r"\left") == latex.count(r"\right")


def test_a_derivative_that_is_zero_everywhere() -> None:
    x = Value(2.0)
    assert str(explain(x.step() * 2, x)).startswith("∂L/∂v1 = 0.0: on every path")


def test_no_path_and_no_value() -> None:
    with pytest.raises(GraphError, match="no path between them"):
        explain(Value(1.0) + 1, wrt=Value(2.0))
    with pytest.raises(OperandError, match="wrt of explain needs one Value, got the plain number"):
        explain(Value(1.0), wrt=2.0)  # type: ignore[arg-type]
    x = Value(0.0)
    with pytest.raises(NonFiniteError):
        explain(x.sqrt() * 2, x)


def _leaves(root: Value) -> list[Value]:
    from autograd import topological_order

    return [node for node in topological_order(root) if node.op is None]


def test_four_digits_are_shown_and_all_on_demand() -> None:
    x = Value(0.1, label="x")
    y = (x + 0.2).sin() * x
    written = str(explain(y, x))
    assert f"∂L/∂x = {explain(y, x).gradient:.4g}," in written
    assert repr(explain(y, x).gradient) in str(explain(y, x, digits=17))
    assert "rounding" not in written


def test_a_fraction_is_one_in_text_and_formula() -> None:
    x = Value(105.0, label="x")
    found = explain(x.log(), x)
    assert "∂L/∂x = 1/105" in str(found)
    assert r"\frac{1}{105}" in found._repr_latex_()
    assert r"-\frac{1}{105}" in explain(-x.log(), x)._repr_latex_()


def test_a_subscript_stays_one() -> None:
    charge = Value(0.5, label="q₁")
    assert "∂L/∂q₁" in str(explain(charge * charge, charge))


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan])
def test_what_is_not_finite_is_explained_too(bad: float) -> None:
    with nonfinite("allow"):
        a, b = Value(bad, label="a"), Value(0.0, label="b")
        both = b * a + b * (a * 2) - b
        assert not math.isfinite(explain(both, b).gradient)
        one = explain(both, b, paths=1)
        assert "from 2 more paths" in str(one)
        assert f"= {explain(a * b, b).gradient}" in str(explain(a * b, b))
        assert "aligned" in one._repr_latex_()


def test_one_path_at_least_is_asked_for() -> None:
    x = Value(2.0)
    with pytest.raises(OperandError, match="paths is a whole number from 1 on, got 0"):
        explain(x * x, wrt=x, paths=0)
