"""Names of parameters by the paths to them; their arrays are tested with the compiler's loops."""

from autograd.grids import parameter_grids, parameter_names


def test_a_parameter_is_called_by_its_layer_and_its_place() -> None:
    paths = [f"layers.{k}.neurons.{i}.{x}" for k in (0, 1) for i in (0, 1) for x in ("w.0", "b")]
    names = parameter_names(paths)
    assert [names[place] for place in range(8)] == [
        *("W1[0,0]", "b1[0]", "W1[1,0]", "b1[1]", "W2[0,0]", "b2[0]", "W2[1,0]", "b2[1]")
    ]


def test_layers_are_counted_in_the_order_of_use() -> None:
    paths = ["parts.0.w.0", "parts.0.b", "parts.1.w.0"]
    assert parameter_names(paths, used=[2, 0])[2] == "w1[0]"


def test_a_parameter_without_a_path_has_no_name() -> None:
    assert parameter_names(["", "slope"]) == {1: "slope"}
    assert parameter_grids([]) == []
