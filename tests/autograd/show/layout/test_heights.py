"""Heights: nothing overlaps, chains are level, free arrows do not cross; curves end level."""

from autograd.show.layout.columns import Arrow, Near
from autograd.show.layout.heights import curve, entered, heights


def test_a_chain_is_more_level_than_its_leaves() -> None:
    near = {
        "v": [Near("w", 0.0, 0.0, 24.0)],
        "w": [Near("v", 0.0, 0.0, 24.0), Near("x", 0.0, 0.0, 1.0)],
        "x": [Near("w", 0.0, 0.0, 1.0)],
    }
    y = heights([["v", "x"], ["w"]], near, dict.fromkeys("vwx", 10.0), 6.0)
    assert y["x"] - y["v"] == 16.0
    assert abs(y["w"] - y["v"]) < 1.0


def test_places_of_arrows_stand_closer_than_cards() -> None:
    y = heights([["card", "1:0", "2:0"]], {}, {"card": 10.0, "1:0": 0.0, "2:0": 0.0}, 6.0)
    assert y["1:0"] - y["card"] == 11.0
    assert y["2:0"] - y["1:0"] == 3.0


def test_free_arrows_change_places_where_they_would_cross() -> None:
    y = {"up": 0.0, "down": 50.0, "sum": 25.0}
    arrows = [Arrow("down", "sum", -8.0, free=True), Arrow("up", "sum", 8.0, free=True)]
    assert entered(arrows, [[], []], y) == [8.0, -8.0]
    kept = [arrow._replace(free=False) for arrow in arrows]
    assert entered(kept, [[], []], y) == [-8.0, 8.0]


def test_under_a_text_an_arrow_is_level() -> None:
    points = curve((0.0, 0.0), [], (100.0, 40.0), 30.0)
    assert points[6:8] == [70.0, 40.0]
    assert points[-2:] == [100.0, 40.0]
    assert set(points[9::2]) == {40.0}


def test_an_arrow_that_leads_back_turns_at_both_ends() -> None:
    points = curve((100.0, 0.0), [(100.0, 50.0), (0.0, 50.0)], (0.0, 10.0), 0.0)
    assert max(points[::2]) == 124.0
    assert min(points[::2]) == -24.0
    assert points[-2:] == [0.0, 10.0]
