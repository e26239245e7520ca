"""Axes to draw into that need no window and no pyplot."""

import sys

import pytest

matplotlib = pytest.importorskip("matplotlib")
from matplotlib.figure import Figure  # noqa: E402


@pytest.fixture
def ax():
    return Figure().subplots()


@pytest.fixture
def figure():
    return Figure(layout="constrained")


@pytest.fixture
def no_matplotlib(monkeypatch):
    """matplotlib is not installed, and has not been imported."""
    for name in [n for n in sys.modules if n.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)


@pytest.fixture
def pyplot():
    """pyplot without a window; its figures are closed afterwards."""
    from matplotlib import pyplot

    pyplot.switch_backend("Agg")
    yield pyplot
    pyplot.close("all")
