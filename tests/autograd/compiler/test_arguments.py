"""Arguments by name: as in the function itself."""

import functools
import math
from typing import Any

import pytest

import autograd as ag
from autograd import NonFiniteError, OperandError, Value
from autograd.compiler.arguments import arguments, check_count

np = pytest.importorskip("numpy", reason="batches need NumPy")

pytestmark = pytest.mark.usefixtures("any_backend")


def line(x: Any, y: Any, scale: Any = 3.0, *, shift: Any = 1.0) -> Any:
    return scale * x - y + shift


CALLS: list[tuple[tuple[float, ...], dict[str, float]]] = [
    ((2.0,), {"y": 5.0}),
    ((), {"y": 5.0, "x": 2.0}),
    ((2.0, 5.0), {"scale": 7.0}),
    ((2.0, 5.0), {"shift": 7.0, "scale": 0.5}),
    ((2.0,), {"shift": 7.0, "y": 0.5}),
    ((2.0, 5.0, 4.0), {"shift": 7.0}),
]


@pytest.mark.parametrize(("args", "named"), CALLS, ids=str)
def test_arguments_by_name_are_those_of_the_function(
    args: tuple[float, ...], named: dict[str, float]
) -> None:
    f = ag.compile(line)
    expected = line(*args, **named)
    assert f(*args, **named) == expected
    columns = [[x, x] for x in args]
    assert list(f(*columns, **{name: [x, x] for name, x in named.items()})) == [expected] * 2
    assert f(2.0, 5.0) == 2.0  # its defaults are as before
    assert f(*map(Value, args), **{name: Value(x) for name, x in named.items()}).data == expected


def test_names_in_the_place_of_positions_are_recorded_once() -> None:
    recordings = []

    def f(x: Any, y: Any) -> Any:
        recordings.append(x)
        return x - 2 * y

    compiled = ag.compile(f)
    assert compiled(5.0, 1.0) == compiled(5.0, y=1.0) == compiled(y=1.0, x=5.0) == 3.0
    assert len(recordings) == 1


def test_the_gradient_takes_them_too(any_backend: str) -> None:
    w = Value(2.0)
    f = ag.compile(lambda x, k=3.0: w * x * k)
    assert f.value_and_grad([1.0, 3.0]) == (12.0, [6.0])
    for _ in range(2):
        assert f.value_and_grad([1.0, 3.0], k=5.0) == (20.0, [10.0])
        assert f.value_and_grad(x=[1.0, 3.0]) == (12.0, [6.0])
    if any_backend != "python":
        assert f.bind([1.0, 3.0], k=[5.0, 1.0])(np.array([2.0]))[0] == 8.0


def test_arguments_that_must_be_named() -> None:
    w = Value(2.0)

    def f(x: Any, *, k: Any) -> Any:
        return w * ag.log(x) * k

    compiled = ag.compile(f)
    assert compiled(1.0, k=3.0) == 0.0
    assert compiled.value_and_grad([1.0], k=[3.0]) == (0.0, [0.0])
    assert [compiled.program.inputs, compiled.parameters] == [2, [w]]
    with pytest.raises(NonFiniteError, match="example 1: log gave -inf"):
        compiled([1.0, 0.0], k=3.0)


def test_any_names() -> None:
    f = ag.compile(lambda *xs, **named: sum(xs) + 10 * named["a"] + 100 * named["b"])
    assert f(1.0, 2.0, b=3.0, a=4.0) == f(1.0, 2.0, a=4.0, b=3.0) == 343.0


def test_a_change_is_noticed_there_as_well() -> None:
    k = 1.0
    f = ag.compile(lambda x, y=0.0: k * x + y)
    assert f(2.0, y=1.0) == 3.0
    k = 5.0
    assert f(2.0, y=1.0) == 11.0


def test_messages_use_the_names() -> None:
    f = ag.compile(lambda x, *more, k=1.0: x * k + sum(more))
    with pytest.raises(ag.GraphError, match="column x is nan in example 0"):
        f([math.nan], 1.0, k=2.0)
    with pytest.raises(ag.GraphError, match="column k is nan in example 1"):
        f([1.0, 2.0], 1.0, k=[1.0, math.nan])
    with pytest.raises(ag.GraphError, match="column x1 is inf in example 0"):
        f(1.0, math.inf, k=2.0)


def test_names_that_do_not_fit_are_refused_as_by_python() -> None:
    f = ag.compile(line)
    for call in (f, f.value_and_grad):
        with pytest.raises(TypeError, match="unexpected keyword argument 'slope'"):
            call(1.0, 2.0, slope=3.0)
        with pytest.raises(TypeError, match="missing a required argument: 'x'"):
            call(y=2.0)
        with pytest.raises(TypeError, match="multiple values for argument 'x'"):
            call(1.0, 2.0, x=2.0)


def test_an_option_that_is_no_number_belongs_to_the_function() -> None:
    def f(x: Any, mode: str | None = "fast") -> Any:
        return x if mode == "fast" else -x

    message = r"mode is 'slow'.*write compile\(functools\.partial\(f, mode='slow'\)\)"
    with pytest.raises(OperandError, match=message):
        ag.compile(f)(1.0, mode="slow")
    assert ag.compile(functools.partial(f, mode="slow"))(1.0) == -1.0
    with pytest.raises(OperandError, match="mode is None"):
        ag.compile(f)(1.0, mode=None)


def test_what_is_read_off_a_function() -> None:
    assert arguments(line) == (["x", "y"], False)
    assert arguments(functools.partial(line, y=1.0)) == (["x"], False)
    assert arguments(max) == ([], True)
    assert arguments(lambda a, *b, c, **d: a) == (["a", "c"], True)


def of_any(*xs: Any, k: Any = 0.0) -> Any:
    return sum(xs) + k


@pytest.mark.parametrize("wrong", [-1, 2.0, "2", True, [2]])
def test_inputs_is_a_whole_number(wrong: Any) -> None:
    with pytest.raises(OperandError, match=r"inputs is how many numbers .* a whole number, got"):
        ag.compile(of_any, wrong)
    assert check_count(of_any, np.int64(2)) == 2


@pytest.mark.parametrize(
    ("f", "count", "takes"),
    [
        (lambda a, b: a + b, 5, "takes 2:"),
        (lambda a, b: a + b, 1, "takes 2:"),
        (lambda a, b=2.0: a + b, 3, "takes 1 to 2:"),
        (lambda a, *b: a, 0, "takes at least 1:"),
        (lambda a, *, k: a + k, 1, "takes 2:"),
    ],
)
def test_inputs_is_what_the_function_takes(f: Any, count: int, takes: str) -> None:
    with pytest.raises(ag.GraphError, match=f"asked for inputs={count}, and <lambda> {takes}"):
        ag.compile(f, count)


def test_so_many_are_given_as_inputs_says() -> None:
    f: Any = ag.compile(of_any, 2)
    assert f(1.0, 2.0) == f(2.0, 1.0, k=0.0) == 3.0
    message = "of_any takes 2 numbers, as inputs=2 says, got 3"
    three = [[1.0]] * 3
    calls: list[Any] = [lambda: f(1.0, 2.0, 3.0), lambda: f(*three), lambda: f.bind(*three)]
    for call in [*calls, lambda: f(1.0, 2.0, 3.0, k=1.0), lambda: f.value_and_grad(*three)]:
        with pytest.raises(ag.GraphError, match=message):
            call()
    with pytest.raises(ag.GraphError, match="got 1"):
        f(1.0)
    assert ag.compile(of_any)(1.0) == ag.compile(of_any)(0.5, 0.5) == 1.0
