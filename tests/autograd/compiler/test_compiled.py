"""What compiled functions take and return: arguments of all kinds, results of all shapes.

All of it holds whatever a batch runs on.
"""

import copy
import functools
import pickle
import re
from typing import Any

import pytest

import autograd as ag
import nn
from autograd import GraphError, OperandError, Value

np = pytest.importorskip("numpy", reason="batches need NumPy")

pytestmark = pytest.mark.usefixtures("any_backend")


def times(x: Any, y: Any) -> Any:
    return x * y


def double(x: Any) -> Any:
    """Twice x."""
    return 2 * x


# --- arguments ---


def test_number_of_arguments_and_what_was_compiled_survives() -> None:
    f = ag.compile(times)
    f(1.0, 2.0)
    program = f.program
    for call in (f, f.value_and_grad):
        with pytest.raises(GraphError, match=re.escape("times takes 2 arguments (x, y), got 1")):
            call(1.0)
    assert f.program is program


def test_functions_of_any_number_of_arguments() -> None:
    f = ag.compile(lambda *xs: sum(xs))
    with pytest.raises(GraphError, match="call it once, or say"):
        f.program  # noqa: B018
    assert f(1.0, 2.0, 3.0) == 6.0
    assert f.program.inputs == 3
    assert f(1.0, 2.0) == 3.0
    assert ag.compile(lambda *xs: sum(xs), inputs=4).program.inputs == 4


def test_arguments_with_a_default_keep_it_unless_inputs_says_more() -> None:
    def f(x: Any, scale: float = 3.0) -> Any:
        return scale * x

    assert ag.compile(f)(2.0) == 6.0
    assert ag.compile(f, inputs=2)(2.0, 5.0) == 10.0
    with pytest.raises(GraphError, match="got 2"):
        ag.compile(f)(2.0, 5.0)


def test_partials_methods_and_callable_objects() -> None:
    class Scaled:
        factor = 3.0

        def __call__(self, x: Any) -> Any:
            return self.factor * x

        def shifted(self, x: Any) -> Any:
            return self(x) + 1

    assert ag.compile(functools.partial(times, 3.0))(2.0) == 6.0
    assert ag.compile(Scaled())(2.0) == 6.0
    assert ag.compile(Scaled().shifted)(2.0) == 7.0
    assert ag.compile(ag.exp)(0.0) == 1.0


def test_what_is_no_function() -> None:
    with pytest.raises(OperandError, match=r"compile takes a function, got 3\.0"):
        ag.compile(3.0)  # type: ignore[arg-type]
    with pytest.raises(ag.RecordingError, match="branches"):
        ag.compile(max)(1.0, 2.0)


def test_compiling_twice_is_compiling_once() -> None:
    f = ag.compile(times)
    assert ag.compile(f) is f


# --- results ---


def test_functions_without_arguments() -> None:
    w = Value(3.0)
    f = ag.compile(lambda: w * w)
    assert f() == 9.0
    assert f.value_and_grad() == (9.0, [6.0])
    w.data = 1.0
    assert f.value_and_grad() == (1.0, [2.0])


def test_results_keep_their_shape() -> None:
    f = ag.compile(lambda x: [x, (2 * x, [1])])
    assert f(3.0) == [3.0, (6.0, [1.0])]
    one, (two, (constant,)) = f([3.0, 4.0])
    assert list(map(list, (one, two, constant))) == [[3.0, 4.0], [6.0, 8.0], [1.0, 1.0]]
    assert ag.compile(lambda x: [])([1.0, 2.0]) == []
    assert list(ag.compile(lambda x: 7)([1.0, 2.0])) == [7.0, 7.0]


def test_dictionaries_and_arrays_as_results() -> None:
    w = Value(2.0)
    f = ag.compile(lambda x: {"y": w * x, "rest": [x, {"three": 3}]})
    assert f(1.0) == {"y": 2.0, "rest": [1.0, {"three": 3.0}]}
    columns = f([1.0, 4.0])
    assert list(columns) == ["y", "rest"]
    assert list(columns["y"]) == [2.0, 8.0]
    assert list(columns["rest"][1]["three"]) == [3.0, 3.0]
    assert f(Value(1.0))["y"].data == 2.0
    with pytest.raises(GraphError, match="one number as output, got a dict"):
        f.value_and_grad([1.0])
    g = ag.compile(lambda x: np.array([w * x, x]))
    assert g(3.0).tolist() == [6.0, 3.0]
    assert np.asarray(g([3.0, 4.0])).tolist() == [[6.0, 8.0], [3.0, 4.0]]


def test_derivatives_by_dictionaries_inside() -> None:
    def area(p: Any) -> Any:
        return p["a"] ** 2 * p["b"]

    f = ag.compile(lambda x, y: ag.grad(area)({"a": x, "b": y}))
    assert f(1.0, 2.0) == {"a": 4.0, "b": 1.0}
    assert [list(column) for column in f([1.0, 2.0], 3.0).values()] == [[6.0, 12.0], [1.0, 4.0]]


@pytest.mark.parametrize(
    ("f", "given"),
    [
        (lambda p: p["a"], {"a": 1.0}),
        (lambda v: v[0] * v[1], [1.0, 2.0]),
        (lambda v: sum(v), [1.0, 2.0]),
        (lambda v: [2 * x for x in v], np.ones(2)),
    ],
)
def test_a_column_is_not_a_list_of_arguments(f: Any, given: Any) -> None:
    for call in (ag.compile(f), ag.compile(f).value_and_grad):
        with pytest.raises(ag.RecordingError, match=r"takes an element .* one by one: compile\("):
            call(given)


def test_results_that_are_no_numbers() -> None:
    with pytest.raises(OperandError, match="got None: was a return forgotten"):
        ag.compile(lambda x: None)(1.0)


@pytest.mark.parametrize("result", ["[x, x]", "[x]", "[]"])
def test_a_gradient_needs_one_number(result: str) -> None:
    f = ag.compile(eval(f"lambda x: {result}"))
    with pytest.raises(GraphError, match="a gradient needs one number as output, got "):
        f.value_and_grad([1.0, 2.0])


@pytest.mark.parametrize(
    ("f", "advice"),
    [
        (lambda x: 3, r"given: .* by its arguments write compile\(value_and_grad\(f\)\)$"),
        (lambda x: x, r"given: .* by its arguments write compile\(value_and_grad\(f\)\)$"),
        (times, r"write compile\(value_and_grad\(f, argnums=\(0, 1\)\)\)$"),
        (lambda: 3, r"the function uses no Values but those that it is given$"),
    ],
)
def test_a_gradient_by_parameters_needs_some(f: Any, advice: str, any_backend: str) -> None:
    compiled = ag.compile(f)
    columns = [[1.0, 2.0]] * f.__code__.co_argcount
    for call in [compiled.value_and_grad] + [compiled.bind] * (any_backend != "python"):
        with pytest.raises(GraphError, match=advice):
            call(*columns)


def test_derivatives_by_the_arguments() -> None:
    f = ag.compile(ag.value_and_grad(times, argnums=(0, 1)))
    assert f(2.0, 3.0) == (6.0, (3.0, 2.0))


# --- copies ---


def test_a_copy_and_a_pickle_record_anew() -> None:
    f = ag.compile(double)
    f([1.0, 2.0])
    for twin in (copy.copy(f), copy.deepcopy(f), pickle.loads(pickle.dumps(f))):
        assert twin is not f
        assert (twin(3.0), twin.__name__, twin.__doc__) == (6.0, "double", "Twice x.")


def test_a_copy_takes_as_many_arguments() -> None:
    f = ag.compile(lambda *xs: sum(xs), inputs=3)
    assert copy.copy(f).program == f.program


def test_a_deep_copy_has_the_copied_model() -> None:
    class Model(nn.Module):
        def __init__(self) -> None:
            self.w = Value(2.0)

        def __call__(self, x: Any) -> Any:
            return self.w * x

    f = ag.compile(Model())
    twin = copy.deepcopy(f)
    f.parameters[0].data = 5.0
    assert (f(1.0), twin(1.0)) == (5.0, 2.0)
