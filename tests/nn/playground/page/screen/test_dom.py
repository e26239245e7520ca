"""Numbers and names as people write them."""

import pytest

from tests.node import answer

PATH = "nn/playground/page/screen/dom.js"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.5", "−0.5"),
        ("1 / 3", "0.3333"),
        ("12345.678", "12350"),
        ("-0.000123456", "−1.23e−4"),
        ("2.2e-4", "2.2e−4"),
        ("1e6", "1e+6"),
        ("0.045678, 2", "0.046"),
        ("0.00045678, 2", "4.6e−4"),
        ("1 / 0", "∞"),
        ("-1 / 0", "−∞"),
        ("0 / 0", "nan"),
    ],
)
def test_a_number_is_short(number: str, text: str) -> None:
    assert answer([PATH], f"return shortNumber({number})") == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("x1", "x₁"), ("x12", "x₁₂"), ("x1^2", "x₁²"), ("x1*x2", "x₁x₂"), ("sin(x2)", "sin x₂")],
)
def test_an_input_is_spelled_as_on_paper(name: str, text: str) -> None:
    assert answer([PATH], "return spelled(given)", name) == text
