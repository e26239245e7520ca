"""What an output means to the picture."""

from typing import Any

from tests.node import answer

PATH = "nn/playground/page/screen/reading.js"


def _read(kind: str, y: list[float], threshold: float | None = None) -> Any:
    given = {"rows": {"kind": kind, "y": y}, "threshold": threshold}
    return answer([PATH], "return readingOf(given)", given)


def test_labels_part_where_the_loss_parts_them() -> None:
    assert _read("two", [0, 1], 0.0)["middle"] == 0
    assert _read("two", [0, 1], 0.5) == {"kind": "two", "middle": 0.5, "most": 0.5}


def test_numbers_are_seen_around_their_mean() -> None:
    assert _read("number", [1, 2, 6]) == {"kind": "number", "middle": 3, "most": 3}


def test_a_target_has_its_mark() -> None:
    script = """return [
      classOf({ kind: "two" }, 0), classOf({ kind: "two" }, -1), classOf({ kind: "two" }, 1),
      classOf({ kind: "three" }, 2), classOf({ kind: "three" }, [0, 1, 0]),
      classOf({ kind: "number", middle: 3 }, 4),
    ]"""
    assert answer([PATH], script) == [0, 0, 1, 2, 1, 1]
