"""The messages that do not belong to one module."""

from pathlib import Path

import pytest

from autograd import MissingPackageError, missing_package

ROOT = Path(__file__).parents[2]


def test_a_missing_package_is_named_as_the_index_knows_it() -> None:
    error = missing_package("plotting", "matplotlib")
    assert isinstance(error, MissingPackageError)
    assert str(error).endswith("which is not installed: python -m pip install matplotlib")


@pytest.mark.checkout
def test_no_message_asks_an_index_for_this_project() -> None:
    sources = [path for room in ("autograd", "nn") for path in (ROOT / room).rglob("*.py")]
    assert len(sources) > 50
    assert [path for path in sources if "install chainrule" in _text(path)] == []
    assert [path for path in sources if "chainrule[" in _text(path)] == []


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
