"""The little GPT of notebook 16: how much code it takes, and whose numbers it gives.

The cells that are tagged ``gpt`` are all that it needs besides the first cell, which imports.
"""

import json
from typing import Any

import pytest

pytest.importorskip("ipywidgets", reason="the notebooks need the extra `notebooks`")
pytest.importorskip("matplotlib", reason="the notebooks need the extra `plot`")

from tests.course.rows import NOTEBOOKS
from tests.nn import recipe

pytestmark = pytest.mark.checkout

PATH = NOTEBOOKS / "16-from-micrograd-to-gpt.ipynb"
MOST_LINES = 150


def sources(tag: str = "") -> list[str]:
    """The source of each code cell, or of those with a tag."""
    cells = json.loads(PATH.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    return ["".join(c["source"]) for c in code if not tag or tag in c["metadata"].get("tags", ())]


@pytest.fixture(scope="module")
def gpt() -> dict[str, Any]:
    """What the tagged cells define."""
    pytest.importorskip("matplotlib").use("agg")
    scope: dict[str, Any] = {}
    for source in (sources()[0], *sources("gpt")):
        exec(source, scope)
    return scope


def test_the_gpt_is_short():
    lines = [line for source in sources("gpt") for line in source.splitlines()]
    assert 50 < len(lines) < MOST_LINES


def test_the_gpt_is_of_the_notebook_itself():
    assert not [source for source in sources("gpt") if "nn." in source or "import" in source]


def test_its_first_losses_are_those_of_the_recipe(gpt):
    assert gpt["eager_losses"](25) == pytest.approx(recipe.LOSSES, abs=1e-9)


def test_the_notebook_tells_the_losses_of_the_recipe():
    (source,) = sources("published")
    scope: dict[str, Any] = {}
    exec(source, scope)
    assert tuple(scope["published"]) == recipe.LOSSES
