"""Frames within frames: things stand in theirs, and arrows cross borders at doors."""

import random
from itertools import combinations

import pytest

from autograd.show.layout.columns import Arrow
from autograd.show.layout.nested import Nest, Spot, nested
from autograd.show.scene.names import Path


def within(inner: Spot, outer: Spot) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.x + inner.size[0] <= outer.x + outer.size[0]
        and inner.y + inner.size[1] <= outer.y + outer.size[1]
    )


def scattered(seed: int) -> tuple[Nest, dict[str, Path], list[Arrow]]:
    dice = random.Random(seed)
    places: list[Path] = [(), ("f 0",), ("f 1",), ("f 0", "g 0"), ("f 0", "g 1"), ("f 1", "g 0")]
    paths = {f"n{i}": dice.choice(places) for i in range(14)}
    pairs = [sorted(dice.sample(range(14), 2)) for _ in range(20)]
    arrows = [Arrow(f"n{a}", f"n{b}") for a, b in dict.fromkeys(map(tuple, pairs))]
    return nested(dict.fromkeys(paths, (60.0, 30.0)), paths, arrows, {}), paths, arrows


@pytest.mark.parametrize("seed", range(20))
def test_things_stand_in_their_frames_and_nowhere_else(seed: int) -> None:
    nest, paths, _ = scattered(seed)
    for key, spot in nest.spots.items():
        for frame, around in nest.frames.items():
            assert within(spot, around) == (paths[key][: len(frame)] == frame)
    for (a, one), (b, other) in combinations(nest.frames.items(), 2):
        if a != b[: len(a)] and b != a[: len(b)]:
            assert (
                one.x + one.size[0] <= other.x
                or other.x + other.size[0] <= one.x
                or (one.y + one.size[1] <= other.y or other.y + other.size[1] <= one.y)
            )


def at(points: list[float], i: int, t: float) -> tuple[float, float]:
    """A point of the i-th piece of a curve, by Bernstein's formula."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    piece = points[6 * i : 6 * i + 8]
    x, y = (sum(w * n for w, n in zip(weights, piece[k::2])) for k in (0, 1))
    return x, y


def meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) + abs(one[1] - other[1]) < 0.5


@pytest.mark.parametrize("seed", range(20))
def test_every_arrow_leads_from_its_tail_to_its_head_and_over_no_card(seed: int) -> None:
    nest, _, arrows = scattered(seed)
    for number, arrow in enumerate(arrows):
        parts = [piece for piece in nest.pieces if number in piece.numbers]
        tail, head = nest.spots[arrow.tail], nest.spots[arrow.head]
        assert [piece.last for piece in parts].count(number) == 1
        starts = [(p.curve[0], p.curve[1]) for p in parts]
        ends = [(p.curve[-2], p.curve[-1]) for p in parts]
        assert any(meet(start, (tail.x + 60, tail.y + 15)) for start in starts)
        assert any(meet(end, (head.x, head.y + 15)) for end in ends)
        assert sum(any(meet(start, end) for end in ends) for start in starts) == len(parts) - 1
    for piece in nest.pieces:
        for i in range(len(piece.curve) // 6):
            for t in (0.25, 0.5, 0.75):
                x, y = at(piece.curve, i, t)
                for spot in nest.spots.values():
                    inside = spot.x + 1 < x < spot.x + 59 and spot.y + 1 < y < spot.y + 29
                    assert not inside


def test_arrows_of_one_tail_share_its_doors() -> None:
    paths: dict[str, Path] = {"x": (), "u": ("f",), "v": ("f",)}
    arrows = [Arrow("x", "u"), Arrow("x", "v")]
    nest = nested(dict.fromkeys(paths, (60.0, 30.0)), paths, arrows, {})
    assert [(piece.numbers, piece.last) for piece in nest.pieces] == [
        ([0], 0),
        ([1], 1),
        ([0, 1], None),
    ]


def test_straight_arrows_need_no_doors() -> None:
    paths: dict[str, Path] = {"u": ("f",), "v": ("g",)}
    nest = nested(dict.fromkeys(paths, (60.0, 30.0)), paths, [Arrow("u", "v", straight=True)], {})
    (piece,) = nest.pieces
    assert len(piece.curve) == 8
    assert nest.frames["f",].x < nest.frames["g",].x
