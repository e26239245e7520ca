"""Random expressions: every name is used, and they are the same for a seed."""

from random import Random

import pytest

from autograd import Value
from autograd.exercises.expressions import Expression, Line, random_expression


@pytest.mark.parametrize("seed", range(10))
def test_every_name_is_used_and_the_numbers_are_moderate(seed: int) -> None:
    made = [
        random_expression(Random(seed), ["a", "b"], "uv", "L", ["+", "*", "/", "tanh", "neg"])
        for _ in range(2)
    ]
    assert made[0] == made[1]
    used = {name for line in made[0].lines for name in line.operands}
    assert used == {"a", "b", "u", "v"}
    found = made[0].run(Value)
    found["L"].backward()
    assert max(abs(node.data) for node in found.values()) <= 30
    assert max(abs(found[name].grad) for name in "ab") <= 200


def test_paths_are_counted_from_the_result() -> None:
    lines = (Line("u", "*", ("a", "a")), Line("v", "+", ("u", "a")), Line("L", "*", ("v", "u")))
    expression = Expression({"a": 2.0}, lines)
    assert expression.paths() == {"a": 5}
    assert str(expression) == "u = a * a; v = u + a; L = v * u with a = 2"
    assert expression.run(float)["L"] == 24.0
