"""The arrays of a model's parameters."""

import pytest

import nn
from autograd import Value
from autograd.compiler.loops.arrays import Array
from autograd.compiler.loops.parameters import evenly_spaced, identifier, parameter_arrays


def of(*models: nn.Module) -> list[Array]:
    paths = [[name for name, _ in model.named_parameters()] for model in models]
    several = len(models) > 1
    return parameter_arrays([f"{i}.{x}" if several else x for i, m in enumerate(paths) for x in m])


def test_a_network() -> None:
    assert of(nn.MLP(3, [3, 3, 1])) == [
        *(Array("W1", 0, (3, 3), (4, 1)), Array("b1", 3, (3,), (4,))),
        *(Array("W2", 12, (3, 3), (4, 1)), Array("b2", 15, (3,), (4,))),
        *(Array("W3", 24, (1, 3), (3, 1)), Array("b3", 27, (1,), (1,))),
        Array("p", 0, (28,), (1,)),
    ]


def test_layers_alone_have_no_number() -> None:
    assert [array.name for array in of(nn.Layer(3, 2))] == ["W", "b", "p"]
    assert of(nn.Neuron(2))[:2] == [Array("w", 0, (2,), (1,)), Array("b", 2)]
    assert [a[0::2] for a in of(nn.Recurrent(2, 3))][:3] == [
        *(("W", (3, 2)), ("U", (3, 3)), ("b", (3,))),
    ]


def test_several_models_are_counted_as_layers() -> None:
    names = [array.name for array in of(nn.Recurrent(1, 4), nn.Layer(4, 2))]
    assert names == ["W1", "U1", "b1", "W2", "b2", "p"]


def test_names_that_several_would_have_get_longer() -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            self.query, self.key = nn.Recurrent(1, 2), nn.Recurrent(1, 2)

    class Blocks(nn.Module):
        def __init__(self) -> None:
            self.blocks = [Two(), Two()]

    names = [array.name for array in of(Blocks())]
    assert names[:4] == ["W_query1", "U_query1", "b_query1", "W_key1"]
    assert "W_key2" in names
    assert len({*names}) == 13


def test_lists_that_are_no_grid_are_rows() -> None:
    assert parameter_arrays(["a.0.0", "a.0.1", "a.1.0"])[:-1] == [
        Array("a1", 0, (2,), (1,)),
        Array("a2", 2, (1,), (1,)),
    ]


def test_parameters_without_a_path_or_evenly_spaced_places_are_left_to_p() -> None:
    assert parameter_arrays(["", "scale", ""]) == [Array("scale", 1), Array("p", 0, (3,), (1,))]
    assert parameter_arrays(["a.0", "a.1", "", "a.2"]) == [Array("p", 0, (4,), (1,))]
    assert parameter_arrays(["w", "w", "v"]) == [Array("v", 2), Array("p", 0, (3,), (1,))]
    assert [a.name for a in parameter_arrays(["a", "a.0", "a.1"])] == ["a", "a1", "a2", "p"]
    assert parameter_arrays([]) == [Array("p", 0, (0,), (1,))]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("my weight", "my_weight"), ("3", "_3"), ("lambda", "lambda_"), ("x", "x__"), ("", "_")],
)
def test_names_that_code_may_use(name: str, expected: str) -> None:
    assert identifier(name, {"x", "x_"}) == expected


def test_evenly_spaced() -> None:
    assert evenly_spaced([5], ()) == ()
    assert evenly_spaced([9, 7, 5, 3], (2, 2)) == (-4, -2)
    assert evenly_spaced([0, 1, 3, 4], (4,)) is None


def test_shared_parameters_have_their_first_path() -> None:
    class Tied(nn.Module):
        def __init__(self) -> None:
            self.a = [Value(1.0), Value(2.0)]
            self.b = [self.a[1], Value(3.0)]

    assert of(Tied())[:-1] == [Array("a", 0, (2,), (1,)), Array("b1", 2)]
