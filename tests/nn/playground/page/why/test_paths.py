"""How paths are written down: their factors, what they meet at, their share of the whole."""

from typing import Any

from tests.nn.playground.page.why.elements import ELEMENTS
from tests.node import answer

TOLD = """
const made = pathsOf({ ...given, count: BigInt(given.count) });
const whole = { tag: "div", children: made };
return {
  title: text(made[0]), end: text(made.at(-1)),
  paths: all(whole, "p").filter(({ attributes }) => attributes.class === "path").map(text),
  rows: all(whole, "tr").map((row) => row.children.map(text)),
  bars: all(whole, "span").filter(({ style }) => style.width).map((bar) =>
    [bar.style.width, bar.attributes.class]),
};
"""


def step(above: str, below: str, partial: float, rule: str = "") -> dict[str, Any]:
    return {"above": above, "below": below, "partial": partial, "rule": rule}


def told(steps: list[dict[str, Any]], product: float, **more: Any) -> Any:
    given = {"above": "L", "below": "w", "gradient": 8.0, "count": 1, "rest": 0.0}
    paths = [{"steps": steps, "product": product}]
    return answer(
        ["nn/playground/page/why/paths.js"], ELEMENTS + TOLD, {**given, "paths": paths, **more}
    )


def test_factors_meet_at_a_node_with_a_name() -> None:
    steps = [
        step("L", "v5", -2.0, "2 * e ** 2.0"),
        step("v5", "z1", 1.0),
        step("z1", "w", 2.0, "x"),
    ]
    found = told(steps, -4.0)
    assert found["paths"] == ["−50 %−4.0L ← z1 ← w"]
    assert found["bars"] == [["50.0%", "fill negative"]]
    assert found["rows"] == [
        ["symbols", "∂L/∂z1", "·", "∂z1/∂w"],
        ["by rule", "2 · e²", "·", "x"],
        ["here", "(−2.0)", "·", "2.0", "= −4.0"],
    ]
    assert found["title"] == "∂L/∂w = 8.0, by one path: the product of its partials"


def test_a_partial_of_one_that_has_a_rule_is_a_factor() -> None:
    steps = [step("L", "h", 1.0, "relu'"), step("h", "v2", 1.0), step("v2", "w", 8.0)]
    found = told(steps, 8.0)
    assert found["rows"][1] == ["by rule", "relu'", "·", "8.0"]
    assert found["paths"] == ["100 %8.0L ← h ← w"]


def test_sums_alone_are_one_factor_that_is_one() -> None:
    found = told([step("L", "v1", 1.0), step("v1", "w", 1.0)], 1.0)
    assert found["rows"][2] == ["here", "1.0", "= 1.0"]
    assert found["paths"] == ["13 %1.0L ← w"]


def test_what_is_not_listed_is_told() -> None:
    found = told([step("L", "w", 2.0)], 2.0, count=1201, rest=6.0)
    assert found["end"].startswith("and 6.0 from 1,200 more paths. Additions hand")
    found = told([step("L", "w", 2.0)], 2.0, count=3, rest=6.0, at="h")
    assert found["end"].startswith("and 6.0 from 2 more uses. ")
    assert found["title"].endswith("a sum over 3 paths, put together by the 3 uses of h")
    none = told([], 0.0, count=0, paths=[], gradient=0.0)
    assert none["title"] == "∂L/∂w = 0.0"
    assert none["end"].startswith("No path leads from here to the loss")
