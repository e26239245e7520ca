"""The layout of our own: nothing overlaps, arrows lead to the right, what has an order keeps it."""

import random
from itertools import combinations

import pytest

from autograd.show.layout.layered import Arrow, Level, layered

Sizes = dict[str, tuple[float, float]]


def random_graph(seed: int) -> tuple[Sizes, list[Arrow]]:
    dice = random.Random(seed)
    keys = [f"k{i}" for i in range(dice.randint(1, 25))]
    sizes = {key: (dice.uniform(10, 90), dice.uniform(10, 60)) for key in keys}
    pairs = [dice.sample(range(len(keys)), 2) for _ in range(30)] if len(keys) > 1 else []
    return sizes, [Arrow(keys[min(pair)], keys[max(pair)]) for pair in pairs]


def overlaps(level: Level, sizes: Sizes) -> list[tuple[str, str]]:
    return [
        (a, b)
        for a, b in combinations(sizes, 2)
        if abs(level.at[a][0] - level.at[b][0]) < (sizes[a][0] + sizes[b][0]) / 2 - 0.1
        and abs(level.at[a][1] - level.at[b][1]) < (sizes[a][1] + sizes[b][1]) / 2 - 0.1
    ]


@pytest.mark.parametrize("seed", range(30))
def test_nothing_overlaps_and_arrows_lead_to_the_right(seed: int) -> None:
    sizes, arrows = random_graph(seed)
    level = layered(sizes, arrows)
    assert overlaps(level, sizes) == []
    for key, (x, y) in level.at.items():
        wide, high = sizes[key]
        assert -0.1 <= x - wide / 2 <= x + wide / 2 <= level.size[0] + 0.1
        assert -0.1 <= y - high / 2 <= y + high / 2 <= level.size[1] + 0.1
    for arrow, curve in zip(arrows, level.curves):
        (x, y), (u, v) = level.at[arrow.tail], level.at[arrow.head]
        ends = [x + sizes[arrow.tail][0] / 2, y, u - sizes[arrow.head][0] / 2, v]
        assert [*curve[:2], *curve[-2:]] == pytest.approx(ends, abs=0.06)
        assert ends[0] < ends[2]
        assert len(curve) % 6 == 2


@pytest.mark.parametrize("width", range(1, 21))
def test_layers_keep_the_order_of_their_neurons(width: int) -> None:
    layers = [[f"{layer}.{i}" for i in range(width)] for layer in range(3)]
    shuffled = random.Random(width).sample([key for layer in layers for key in layer], 3 * width)
    arrows = [Arrow(a, b) for k in (0, 1) for a in layers[k] for b in layers[k + 1]]
    random.Random(width).shuffle(arrows)
    level = layered(dict.fromkeys(shuffled, (40, 20)), arrows, layers)
    for layer in layers:
        heights = [level.at[key][1] for key in layer]
        assert heights == sorted(heights)
        assert len({level.at[key][0] for key in layer}) == 1


def test_a_circle_of_closed_boxes_is_laid_out_too() -> None:
    sizes: Sizes = dict.fromkeys("abc", (10, 10))
    level = layered(sizes, [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "a")])
    assert overlaps(level, sizes) == []
    assert len(level.curves) == 3


def test_a_source_stands_beside_what_it_is_for() -> None:
    sizes: Sizes = dict.fromkeys("abcd", (10, 10))
    at = layered(sizes, [Arrow("a", "b"), Arrow("b", "c"), Arrow("d", "c")]).at
    assert at["d"][0] == at["b"][0]


def test_text_before_a_head_gets_its_room() -> None:
    sizes: Sizes = {"a": (10, 10), "b": (10, 10)}
    plain = layered(sizes, [Arrow("a", "b")]).size[0]
    assert layered(sizes, [Arrow("a", "b", room=70.0)]).size[0] == plain + 70
    assert layered({}, []).size == (0, 0)
