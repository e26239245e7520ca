"""Places of leaves in their spaces."""

from autograd.compiler.loops.places import Places, space_of
from autograd.compiler.loops.trees import INPUT, PARAMETER, RESULT, SEED, UNIFORM


def test_places_are_counted_within_their_space() -> None:
    places = Places(inputs=3, first=10, row_of={12: 0, 15: 4}, canonical={14: 15})
    assert places.of(INPUT, [0, 2]) == [0, 2]
    assert places.of(SEED, [2]) == [2]
    assert places.of(PARAMETER, [3, 9]) == [0, 6]
    assert places.of(RESULT, [12, 15]) == [0, 4]
    assert places.of(UNIFORM, [14]) == [4]  # an equal one stands for it


def test_a_seed_is_an_input_and_a_uniform_number_a_result() -> None:
    kinds = [INPUT, SEED, PARAMETER, RESULT, UNIFORM]
    assert [space_of(kind) for kind in kinds] == ["input", "input", "parameter", "result", "result"]
