"""A model's answers for many rows, as plain numbers: compiled where that is worth it.

Read ``nn/losses/formulas.py`` next.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import autograd as ag
from autograd import Value

__all__ = ["pays", "plain", "predict"]

#: rough seconds per node of an eager step, and of getting a kernel ready
EAGER_COST, START_COST = 1.5e-6, 1.0


def pays(model: Any, X: list[list[float]], epochs: int) -> bool:
    """Whether so much work on these rows is worth a kernel, where one can be made."""
    if find_spec("numpy") is None or find_spec("llvmlite") is None:
        return False
    outputs = model(X[0])
    listed = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    nodes = len(ag.topological_order(*(y for y in listed if isinstance(y, ag.Value))))
    return EAGER_COST * nodes * len(X) * epochs > START_COST


def predict(model: Any, X: list[list[float]]) -> list[Any]:
    """The model's outputs for all rows, as plain numbers: compiled where that pays."""
    if not pays(model, X, 1):
        return [plain(model(x)) for x in X]
    try:
        outputs = ag.compile(lambda *x: model(list(x)), inputs=len(X[0]))(*map(list, zip(*X)))
    except ag.RecordingError:  # the model looks at its numbers
        return [plain(model(x)) for x in X]
    if not isinstance(outputs, list):
        return list(outputs.tolist())
    return [list(row) for row in zip(*(output.tolist() for output in outputs))]


def plain(prediction: Any) -> Any:
    """A prediction without its graph: a number, or a list of them."""
    if isinstance(prediction, Value):
        return prediction.data
    return [plain(p) for p in prediction] if isinstance(prediction, (list, tuple)) else prediction
