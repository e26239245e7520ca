"""What a column is taken for, and that it is said."""

import pytest

from nn.cli.target import objective_of

WHOLE = [*map(str, range(1, 21))]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a", "b"], "classification"),
        (["0", "1"], "classification"),
        (["1.0", "2e0"], "classification"),
        (WHOLE, "classification"),
        ([*WHOLE, "21"], "regression"),
        ([*WHOLE, "20.0"], "classification"),
        (["1", "2", "2.5"], "regression"),
        (["0.5", "n/a"], "regression"),  # which is then refused with its line
        (["0.5", "n/a", "?"], "classification"),
        (["1", "2", "x"], "classification"),
        (["-1.5", "1e-300"], "regression"),
    ],
)
def test_the_rule(texts, expected):
    found, note = objective_of("it", texts, None)
    assert found == expected
    other = {"regression": "classification", "classification": "regression"}[found]
    words = found == "classification" and any(not t[-1].isdecimal() for t in texts)
    assert (f"--objective {other}" in note) == (not words)
    for asked in ("classification", "regression"):
        assert objective_of("it", texts, asked) == (asked, "")
