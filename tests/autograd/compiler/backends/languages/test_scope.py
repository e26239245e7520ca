"""Names in a text."""

from typing import Any

import autograd as ag
from autograd import Value
from autograd.compiler.backends.languages.scope import Argument, Scope, is_straight, spelled_terms
from tests import reading, sources


def test_each_name_has_one_meaning() -> None:
    f = ag.compile(lambda z1, exp, p, dz1, tanh, x: [ag.exp(t) for t in (z1, exp, p, dz1, tanh, x)])
    scope = Scope(reading.named_of(f, gradient=False), {"p", "out"})
    (argument,) = scope.arguments
    assert argument.names == ("z1", "exp_", "p_", "dz1", "tanh_", "x")
    assert not argument.together
    assert scope.spelled[argument.array] == "x_"
    names = [*argument.names, *scope.spelled.values()]
    assert len({*names}) == len(names)


def test_rest_arguments_are_one_array() -> None:
    scope = Scope(reading.named_of(reading.network()), ())
    array = scope.program.inputs[0]
    assert scope.arguments[0] == Argument(array, ("x",), together=True)
    assert scope.arguments[1].names == ("seed",)


def test_only_arrays_of_parameters_that_are_used_have_a_name() -> None:
    w = [Value(1.0, label="a"), Value(2.0), Value(3.0, label="b")]
    used = Scope(reading.named_of(ag.compile(lambda x: ag.exp(x * w[0] + w[2]))), ())
    assert [array.name for array in used.parameters] == ["a", "b"]
    rest = Scope(reading.named_of(ag.compile(lambda x: ag.exp(x * w[1]))), ())
    assert [rest.spelled[array] for array in rest.parameters] == ["p"]


def test_what_is_straight() -> None:
    assert is_straight(reading.named_of(sources.FUNCTIONS["straight"](), gradient=False))
    assert not is_straight(reading.named_of(reading.network(), gradient=False))


def test_terms_of_a_place() -> None:
    assert spelled_terms([(1, "i"), (3, "j"), (-1, "k"), (-2, "l")], 0) == "i + 3 * j - k - 2 * l"
    assert spelled_terms([(-4, "i")], 7) == "-4 * i + 7"
    assert spelled_terms([(1, "i")], -7) == "i - 7"
    assert spelled_terms([], 3) == "3"


def test_a_parameter_may_be_an_output_and_nothing_else() -> None:
    w = [Value(1.0, label="a"), Value(2.0)]
    f = ag.compile(lambda *x: [w[0], w[1], *map(ag.tanh, x)], inputs=4)
    scope = Scope(reading.named_of(f, gradient=False), ())
    assert [array.name for array in scope.parameters] == ["a", "p"]
    made: dict[str, Any] = {}
    exec(f.source("python"), made)
    assert made["f"]([0.0] * 4, [p.data for p in f.parameters]) == [1.0, 2.0, 0.0, 0.0, 0.0, 0.0]
