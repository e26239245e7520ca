"""How outputs are told to people."""

import pytest

from tests.node import answer

PATH = "nn/playground/page/screen/surface_words.js"


@pytest.mark.parametrize(
    ("kind", "middle", "answers", "shares", "text"),
    [
        ("two", 0, [0.0], True, "label 0 with 50 % (out 0)"),
        ("two", 0, [0.00207], True, "label 1 with 50.1 % (out 0.00207)"),
        ("two", 0, [-2.2], True, "label 0 with 90 % (out −2.2)"),
        ("two", 0.5, [0.8], False, "it answers 0.8: label 1"),
        ("two", 0, [-0.3], False, "it answers −0.3: label 0"),
        ("three", 0, [1.0, 3.0, 2.0], True, "label 1 with 66.5 %"),
        ("three", 0, [1.0, 3.0, 900.0], True, "label 2 with 100 %"),
        ("number", 3, [2.5], False, "it answers 2.5"),
        ("neuron", 0, [0.25], True, "it answers 0.25"),
    ],
)
def test_an_answer_is_told_as_what_it_means(
    kind: str, middle: float, answers: list[float], shares: bool, text: str
) -> None:
    given = [{"kind": kind, "middle": middle}, answers, shares]
    assert answer([PATH], "return answerText(...given)", given) == text
