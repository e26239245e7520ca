"""Names as people write them."""

import pytest

from tests.node import answer

PATH = "nn/playground/page/screen/dom.js"


@pytest.mark.parametrize(
    ("name", "text"),
    [("x1", "x₁"), ("x12", "x₁₂"), ("x1^2", "x₁²"), ("x1*x2", "x₁x₂"), ("sin(x2)", "sin x₂")],
)
def test_an_input_is_spelled_as_on_paper(name: str, text: str) -> None:
    assert answer([PATH], "return spelled(given)", name) == text
