"""When two numbers count as equal, and two sets of numbers by their paths.

Read ``witness.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

__all__ = ["TOLERANCE", "close", "same"]

TOLERANCE = 1e-6


def close(expected: float, got: float, tolerance: float = TOLERANCE) -> bool:
    """Equal up to ``tolerance`` times (1 + |expected|); nan agrees with nan.

    >>> close(2.0, 2.0 + 1e-7), close(2.0, 2.1)
    (True, False)
    """
    if not (math.isfinite(expected) and math.isfinite(got)):
        return expected == got or (math.isnan(expected) and math.isnan(got))
    return abs(expected - got) <= tolerance * (1.0 + abs(expected))


def same(
    expected: Mapping[str, float], got: Mapping[str, float], tolerance: float = TOLERANCE
) -> bool:
    """Whether the same numbers stand at the same paths.

    >>> same({"[0]": 1.0}, {"[0]": 1.0}), same({"[0]": 1.0}, {"": 1.0})
    (True, False)
    """
    return expected.keys() == got.keys() and all(
        close(x, got[path], tolerance) for path, x in expected.items()
    )
