"""The stops of sliders."""

from typing import Any

import pytest

from nn.playground.settings import FIELDS
from tests.node import answer

SCRIPT = "nn/playground/page/screen/fields.js"


def stops(**field: Any) -> list[float]:
    found: list[float] = answer([SCRIPT], "return ladder(given);", field)
    return found


def test_a_rate_has_the_numbers_that_are_tried() -> None:
    found = stops(**FIELDS["lr"].plain())
    assert found[:5] == [0.0001, 0.0002, 0.0003, 0.0005, 0.001]
    assert found[-3:] == [30, 50, 100]


@pytest.mark.parametrize("name", ["points", "noise", "test", "lr"])
def test_every_stop_is_allowed(name: str) -> None:
    own = FIELDS[name]
    found = stops(**own.plain())
    assert found == sorted(found)
    assert [own.checked(x) for x in found] == found
    assert len(found) >= 10


def test_a_share_has_twentieths() -> None:
    found = stops(**FIELDS["test"].plain())
    assert (found[0], found[5], found[-1]) == (0, 0.25, 0.9)


def test_nothing_may_be_nothing() -> None:
    assert stops(**FIELDS["noise"].plain())[0] == 0
