"""Backward passes and Value classes by students, on random expressions."""

import autograd as ag
from autograd import Value, exercises
from autograd.exercises import Verdict


def told(verdict: Verdict) -> str:
    return repr(verdict)


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


def test_an_operation_that_is_wrong_is_told_by_itself() -> None:
    class Wrong(Value):
        def __truediv__(self, other: object) -> Value:
            return self * other  # type: ignore[operator]

    assert told(exercises.check_backward(Wrong, ["+", "/"])).startswith(
        "wrong: L = a / b with a = 2, b = -3: the value of L"
    )
