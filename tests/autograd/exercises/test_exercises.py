"""The checks of the course: right answers pass, wrong ones learn where, and nothing is raised."""

import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import Value, exercises
from autograd.exercises import Verdict, chain_rule
from autograd.exercises.compare import pattern
from autograd.ops import OPS


def told(verdict: Verdict) -> str:
    return repr(verdict)


# --- check ---


def test_right_function() -> None:
    verdict = exercises.check(lambda x, y: x * y, lambda x, y: y * x, at=[(1, 2), (3, 4)])
    assert verdict
    assert told(verdict) == "right: agrees at 2 points"


def test_wrong_function_is_told_where_and_why() -> None:
    verdict = exercises.check(
        lambda x: x + 6, lambda x: 6 * x, at=[1.2, 2], hint="Times, not plus."
    )
    assert not verdict
    assert told(verdict) == "wrong: at x = 2: expected 12, got 8\nhint: Times, not plus."


def test_arrays_lists_and_values_are_compared_entry_by_entry() -> None:
    np = pytest.importorskip("numpy")
    expected = [[1.0, 2.0], [3.0, 4.0]]
    assert exercises.check(np.array(expected), expected)
    assert exercises.check([[Value(1.0), 2], [3, 4]], expected)
    assert "entry [1][0]: expected 3, got 5" in told(exercises.check([[1, 2], [5, 4]], expected))
    assert "expected 4 numbers ([0][0] … [1][1]), got 2" in told(exercises.check([1, 2], expected))


@pytest.mark.parametrize("starter", [None, ..., NotImplemented])
def test_starter_is_not_yet_an_answer(starter: Any) -> None:
    for verdict in (
        exercises.check(starter, 1.0),
        exercises.check(starter, abs, at=[1]),
        exercises.check(lambda x: starter, abs, at=[1]),
        exercises.check_derivative(ag.sin, lambda x: starter, at=[1]),
        exercises.check_neuron(lambda w, b, x: starter),
        exercises.check_backward(starter),
        exercises.check_optimiser(starter, nn.SGD(0.1), lambda w: w[0] ** 2, [1.0]),
        exercises.check_optimiser(lambda *a: starter, nn.SGD(0.1), lambda w: w[0] ** 2, [1.0]),
        chain_rule(0, 1).check(starter),
    ):
        assert verdict.status == "not yet", verdict


@pytest.mark.parametrize("blank", [..., NotImplemented])
def test_row_with_a_gap_is_not_yet_an_answer(blank: Any) -> None:
    assert exercises.check_op("triple", "x", blank, ("3",)).status == "not yet"
    assert exercises.check_op("triple", "x", "3 * x", (blank,)).status == "not yet"
    assert exercises.check_op("triple", "x", "3 * x", blank).status == "not yet"


def test_not_implemented_error_is_a_starter() -> None:
    def answer(x: float) -> float:
        raise NotImplementedError

    assert exercises.check(answer, abs, at=[1]).status == "not yet"


def test_error_in_the_answer_is_reported_with_its_line() -> None:
    def answer(x: float) -> float:
        return 1 / x

    verdict = exercises.check(answer, lambda x: 0.0, at=[0.0], hint="Look at 0.")
    assert told(verdict) == (
        "wrong: at x = 0: ZeroDivisionError: float division by zero (in line 2 of answer)\n"
        "hint: Look at 0."
    )


@pytest.mark.parametrize("nonsense", ["text", {1, 2}, object(), [1, "two"], 3j])
def test_nonsense_is_wrong(nonsense: Any) -> None:
    assert exercises.check(nonsense, 1.0).status == "wrong"
    assert exercises.check(lambda x: nonsense, abs, at=[1]).status == "wrong"
    assert exercises.check(nonsense, abs, at=[1]).status == "wrong"
    assert exercises.check_backward(nonsense).status == "wrong"
    assert chain_rule(0, 1).check(nonsense).status == "wrong"


def test_nan_is_no_number_but_itself() -> None:
    assert not exercises.check(math.nan, 1.0)
    assert not exercises.check(math.inf, 1.0)
    assert exercises.check(math.nan, math.nan)


def test_numbers_that_look_alike_are_shown_in_full() -> None:
    assert "expected 0.333333, got 0.3333331" in told(
        exercises.check(0.3333331, 1 / 3, tolerance=1e-9)
    )


def test_functions_need_points() -> None:
    with pytest.raises(ValueError, match="at points"):
        exercises.check(abs, abs)


# --- what the mistakes have in common ---


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda x: -2 * x, "Every answer has the wrong sign."),
        (lambda x: x, "Every answer is 0.5 times what it should be."),
        (lambda x: 2 * x + (x > 1), ""),
        (lambda x: 0, ""),
    ],
)
def test_common_factor_is_noticed(answer: Callable[[float], float], sentence: str) -> None:
    verdict = exercises.check_derivative(lambda x: x**2, answer, at=[1, 2, 3])
    assert verdict.status == "wrong"
    assert verdict.hint == sentence


def test_transpose_is_noticed() -> None:
    def f(x: Any) -> Any:
        return [2 * x[0] + x[1], math.pi * x[1]]

    verdict = exercises.check_derivative(f, lambda x: [[2, 0], [1, math.pi]], at=[[1.0, 2.0]])
    assert "transpose" in verdict.hint
    assert exercises.check_derivative(f, lambda x: [[2, 1], [0, math.pi]], at=[[1.0, 2.0]])
    assert pattern([({"[0]": 1.0, "[1]": 2.0}, {"[0]": 2.0, "[1]": 1.0})]) == ""


# --- derivatives, neurons ---


def test_derivative_by_one_argument_of_several() -> None:
    assert exercises.check_derivative(
        lambda x, w: ag.tanh(w * x),
        lambda x, w: x * (1 - math.tanh(w * x) ** 2),
        at=[(1, 2), (0.5, -1)],
        argnums=1,
    )


def test_neuron_right_and_with_a_lost_graph() -> None:
    def neuron(w: Any, b: Any, x: Any) -> Any:
        return ag.sigmoid(w[0] * x[0] + w[1] * x[1] + b)

    def lost(w: Any, b: Any, x: Any) -> Any:
        total = w[0] * x[0] + w[1] * x[1] + b
        return ag.sigmoid(getattr(total, "data", total))

    assert exercises.check_neuron(neuron, "sigmoid")
    assert "gradient" in told(exercises.check_neuron(lost, "sigmoid"))
    assert exercises.check_neuron(lost, "sigmoid", gradient=False)
    assert "expected" in told(exercises.check_neuron(neuron, "tanh"))


# --- rows of the op table ---


def test_right_row_passes_and_leaves_no_trace() -> None:
    before = dict(OPS)
    row = ("my_swish", "x", "x * sigmoid(x)", ("sigmoid(x) + y * (1 - sigmoid(x))",), "real")
    assert exercises.check_op(*row, reference=lambda x: x / (1 + math.exp(-x)))
    assert before == OPS
    assert not hasattr(Value, "my_swish")
    swish = ag.define_op(*row, replace=True)
    try:
        assert not exercises.check_op("my_swish", "x", "2 * x", ("1",))
        assert OPS["my_swish"].forward == "x * sigmoid(x)"
        assert Value(1.0).my_swish().data == swish(1.0)  # type: ignore[attr-defined]
    finally:
        del OPS["my_swish"], Value.my_swish  # type: ignore[attr-defined]


def test_wrong_rows_are_told_what_is_wrong() -> None:
    twice = exercises.check_op("times", "a b", "a * b", ("b", "b"), "real, real")
    assert "'b' with respect to b is wrong at a =" in told(twice)
    second = exercises.check_op("cube", "x", "x * x * x", ("detach(3 * x * x)",))
    assert "wrong derivative" in told(second)
    value = exercises.check_op("cube", "x", "x * x", ("2 * x",), reference=lambda x: x**3)
    assert "the value: at x =" in told(value)
    assert "refused" in told(exercises.check_op("tanh", "x", "x", ("1",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 * z", ("3",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 *", ("3",)))
    assert "refused" in told(exercises.check_op("triple", "x", "3 * x", ("3", "x")))


# --- backward passes ---


def sweep(root: Value, *, accumulate: bool = True, ordered: bool = True) -> None:
    """Backpropagation by hand, with two well-known mistakes to choose from."""
    order = list(ag.topological_order(root)) if ordered else depth_first(root)
    for node in order:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(order) if ordered else order:
        for i, operand in enumerate(node.operands):
            if isinstance(operand, Value):
                others = [o.data if isinstance(o, Value) else o for o in node.operands]
                slope = {"add": [1.0, 1.0], "mul": others[::-1]}[node.op.name][i]  # type: ignore[union-attr]
                operand.grad = (operand.grad if accumulate else 0.0) + slope * node.grad


def depth_first(root: Value) -> list[Value]:
    """Parents before children along the first path that leads there: not a topological order."""
    found: list[Value] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node not in found:
            found.append(node)
            stack += [o for o in node.operands if isinstance(o, Value)]
    return found


def test_backward_pass_right() -> None:
    assert exercises.check_backward(sweep)
    assert exercises.check_backward(lambda root: root.backward(), ["*", "-", "tanh", "**2", "/"])
    assert exercises.check_backward(Value, ["tanh"])


def test_backward_pass_that_overwrites_is_caught_at_the_smallest_expression() -> None:
    verdict = exercises.check_backward(lambda root: sweep(root, accumulate=False))
    assert verdict.status == "wrong"
    assert told(verdict).startswith(("wrong: L = a + a with", "wrong: L = a * a with"))


def test_backward_pass_in_a_wrong_order_is_caught() -> None:
    verdict = exercises.check_backward(lambda root: sweep(root, ordered=False))
    assert "the gradient of" in told(verdict)


def test_class_without_a_backward_is_reported() -> None:
    class Half:
        def __init__(self, data: float) -> None:
            self.data, self.grad = data, 0.0

        def __add__(self, other: "Half") -> "Half":
            return Half(self.data + other.data)

    assert "AttributeError" in told(exercises.check_backward(Half, ["+"]))


# --- update rules ---


def bowl(w: list[Any]) -> Any:
    return (w[0] - 1) ** 2 + 10 * w[1] ** 2


def test_update_rule_against_an_optimiser_of_nn() -> None:
    def momentum(w: float, g: float, lr: float, t: int, v: float) -> tuple[float, float]:
        v = 0.9 * v + g
        return w - lr * v, v

    reference = nn.SGD(0.01, momentum=0.9)
    assert exercises.check_optimiser(momentum, reference, bowl, [0.0, 1.0], lr=0.01)
    assert exercises.check_optimiser(nn.Adam(), nn.Adam(), bowl, [0.0, 1.0])


def test_update_rule_uphill_is_wrong() -> None:
    uphill = exercises.check_optimiser(
        lambda w, g, lr, t: w + lr * g, nn.SGD(0.1), bowl, [0.0, 1.0]
    )
    assert uphill.status == "wrong"


def test_first_step_that_differs_is_told() -> None:
    verdict = exercises.check_optimiser(
        lambda w, g, lr, t, v: (w - lr * (0.9 * v + g), 0.0),
        nn.SGD(0.01, momentum=0.9),
        lambda w: w[0] ** 2,
        [1.0],
        lr=0.1,
    )
    assert told(verdict).startswith("wrong: step 2, from w[0] = 0.8 with gradient 1.6: expected")


# --- chain_rule ---


@pytest.mark.parametrize("level", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", range(12))
def test_questions_can_be_answered(seed: int, level: int) -> None:
    question = chain_rule(seed, level)
    answers = {name: round(question.nodes[name].grad, 3) for name in question.values}
    assert question.check(answers)
    assert not question.check({name: x + 1 for name, x in answers.items()})
    assert repr(question) == repr(chain_rule(seed, level))
    found = question.solution.explanations
    assert [e.gradient for e in found] == [question.nodes[name].grad for name in answers]
    most = max(e.count for e in found)
    assert {1: most == 1, 2: most == 1, 3: most == 2, 4: most >= 3}[level]
    assert question._repr_latex_().startswith("$$p = ") or level <= 2
    assert question.question.count("{") == question.question.count("}")
    assert "aligned" in question.solution._repr_latex_()


def test_questions_differ() -> None:
    assert len({repr(chain_rule(seed, 4)) for seed in range(20)}) > 15


def test_share_of_one_path_gets_a_hint() -> None:
    question = chain_rule(3, 3)
    answers = {name: question.nodes[name].grad for name in question.values}
    wrong = answers | {"y": 9.0}
    assert "add them up" in question.check(wrong).hint
    assert "∂z/∂y is missing" in told(question.check({"x": answers["x"]}))


def test_levels_are_one_to_four() -> None:
    with pytest.raises(ValueError, match="levels are 1 to 4"):
        chain_rule(0, 5)


# --- how verdicts look ---


def test_verdict_in_a_notebook_is_escaped() -> None:
    html = Verdict("wrong", "at <x>: expected 1, got 2", "a < b?")._repr_html_()
    assert "<x>" not in html
    assert "&lt;x&gt;" in html
    assert "<i>a &lt; b?</i>" in html
