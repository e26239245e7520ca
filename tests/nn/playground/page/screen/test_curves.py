"""Which losses are drawn when there are more than pixels."""

from tests.node import answer

PATH = "nn/playground/page/screen/curves.js"


def _thin(count: int, most: int) -> list[list[int]]:
    script = "return thinnedOut(Array.from({ length: given[0] }, (_, i) => i), given[1])"
    found: list[list[int]] = answer([PATH], script, [count, most])
    return found


def test_few_are_all_there() -> None:
    for count in (0, 1, 2, 10):
        assert _thin(count, 10) == [[i, i] for i in range(count)]


def test_of_many_the_same_stay_while_more_come() -> None:
    before, after = _thin(900, 100), _thin(1000, 100)
    assert len(before) <= 102
    assert after[:50] == before[:50]
    assert before[-1] == [899, 899]
    assert [i for i, _ in before[:3]] == [0, 16, 32]
