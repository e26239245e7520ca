"""The vector functions as texts: by name, each once, and nothing that a machine may lack."""

import re

import pytest

from autograd.compiler.backends.llvm import vectormath
from autograd.compiler.backends.llvm.vectormath import FUNCTIONS, NAMES, declarations, definitions
from autograd.compiler.backends.llvm.vectors import Builder, Vector
from tests.programs import same
from tests.vectors import Machine, compiled, points, run

EVERYWHERE = {"fmuladd", "fabs", "sqrt", "copysign", "vector.reduce.or"}
ANGLES = {"sin", "cos", "tan"}

each_name = pytest.mark.parametrize("name", sorted(NAMES))


def test_each_definition_is_given_once() -> None:
    text = definitions(["tanh", "exp", "tanh"], 4)
    assert text.count("define internal") == 2
    assert "@ag_exp_v4(<4 x double> %x)" in text
    assert text.index("@ag_exp_v4") < text.index("@ag_tanh_v4")
    assert definitions([], 4) == ""


def test_declarations_are_what_all_of_them_need() -> None:
    assert declarations([], 4) == frozenset()
    assert declarations(["exp"], 4) == {
        "declare <4 x double> @llvm.fmuladd.v4f64(<4 x double>, <4 x double>, <4 x double>)"
    }
    both = declarations(["exp", "sin"], 4)
    assert both == declarations(["exp"], 4) | declarations(["sin"], 4)
    assert "declare double @sin(double)" in both


def test_functions_are_known_by_their_own_names() -> None:
    assert set(FUNCTIONS) == NAMES
    for name, function in FUNCTIONS.items():
        assert getattr(vectormath, function.__module__.rpartition(".")[2])
        assert function.__name__ == name


def test_functions_of_several_widths_live_in_one_module() -> None:
    widths = (1, 2, 3, 4, 8, 16)
    needed = frozenset().union(*(declarations(NAMES, lanes) for lanes in widths))
    text = [*sorted(needed), *(definitions(NAMES, lanes) for lanes in widths)]
    compiled("\n".join(text), host=True)  # LLVM parses and verifies it


@each_name
def test_only_what_every_machine_has_is_used(name: str) -> None:
    """No tables to look up, no branches but one for huge angles, no fast-math flags."""
    text = definitions([name], 4)
    intrinsics = re.findall(r"@llvm\.([a-z.]+)\.v4", text)
    assert set(intrinsics) <= EVERYWHERE
    assert set(re.findall(r"call double @(\w+)", text)) == {name} & ANGLES
    assert len(re.findall(r"\bbr ", text)) == (name in ANGLES)
    assert not re.search(r"\b(load|fast|nnan|contract|reassoc|global)\b", text)


@each_name
def test_a_call_by_name_is_the_function(name: str) -> None:
    """What ``Builder.call`` reaches by name is the function of the table, with its operands."""
    machine, xs = Machine(4, True), points(-20.0, 20.0, seed=1)[:60]
    columns = (xs, tuple(reversed(xs)))[: 2 if name == "pow" else 1]

    def by_name(x: Vector) -> Vector:
        return x.builder.call(name, x)

    def power_by_name(x: Vector, y: Vector) -> Vector:
        return x.builder.call(name, x, y)

    got = run(power_by_name if name == "pow" else by_name, machine, *columns)
    assert all(map(same, got, run(FUNCTIONS[name], machine, *columns)))


def test_a_function_is_written_by_a_builder_of_its_own() -> None:
    b = Builder(8)
    b.call("exp", Vector(b, "%x"))
    assert b.functions == {"exp"}
    assert len(b.lines) == 1
    assert definitions(["exp"], 8).startswith("define internal <8 x double> @ag_exp_v8(")
