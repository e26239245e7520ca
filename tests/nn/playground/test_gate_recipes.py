"""Recipes for the gates that one neuron can do; test_recipes.py trains them."""

import math

from nn.data import gates
from nn.playground.gate_recipes import LINEAR, gate_recipes


def test_all_gates_but_two_are_linear() -> None:
    assert set(LINEAR) == set(gates.TABLE) - {"xor", "xnor"}


def test_what_is_said_of_blind_answers_is_the_entropy() -> None:
    says = gate_recipes("and")[1].says
    loss = -(0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    assert f"the answer is 0.25 everywhere, and the loss stays at {loss:.2f}" in says


def test_a_constant_gate_is_left_to_the_bias() -> None:
    assert [gate_recipes(name)[0].says.count("bias") for name in ("never", "or")] == [1, 0]
