"""Numbers as text, as the pages write them; the others are held to Python's in tests/browser."""

import pytest

from tests.node import answer

PATH = "autograd/page/numbers.js"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("-0.5", "−0.5"),
        ("1 / 3", "0.3333"),
        ("12345.678", "12350"),
        ("-0.000123456", "−1.23e−4"),
        ("2.2e-4", "2.2e−4"),
        ("1e6", "1e6"),
        ("0.045678, 2", "0.046"),
        ("0.00045678, 2", "4.6e−4"),
        ("1 / 0", "∞"),
        ("-1 / 0", "−∞"),
        ("0 / 0", "nan"),
    ],
)
def test_a_number_that_moves_is_brief(number: str, text: str) -> None:
    assert answer([PATH], f"return brief({number})") == text


def test_how_many_and_which_part() -> None:
    script = "return [grouped(1234567), grouped(10n ** 6n), percent(74 / 75), percent(1)];"
    assert answer([PATH], script) == ["1,234,567", "1,000,000", "98.7\u00a0%", "100\u00a0%"]


def test_one_is_not_many() -> None:
    script = 'return [0, 1, 2, 1234].map((n) => countOf(n, "row"));'
    assert answer([PATH], script) == ["0 rows", "1 row", "2 rows", "1,234 rows"]
