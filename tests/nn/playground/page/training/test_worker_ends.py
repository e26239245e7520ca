"""Where a trainer stops: what is refused, what diverges, what is enough, the end."""

import math

import pytest

from tests.nn.playground.page.training.talk import MOONS, XOR, talk


def test_settings_that_are_none_are_refused_and_the_run_stays() -> None:
    refused, kept = talk(
        """
        await frameOf("make", { settings: given.xor });
        say("make", { settings: { ...given.xor, hidden: [0] } });
        const refused = await next("refused", 0);
        return [refused, await frameOf("step", { grain: "epoch" })];
        """,
        xor=XOR,
    )
    assert refused["field"] == "hidden"
    assert refused["reason"].endswith("got [0]: write hidden=[8, 8]")
    assert kept["epoch"] == 1


def test_what_diverges_stops_with_the_last_good_numbers() -> None:
    settings = {**MOONS, "activation": "relu", "lr": 100.0, "loss": "mse"}
    stopped, frame = talk(
        """
        await frameOf("make", { settings: given.settings });
        say("play");
        const acknowledging = setInterval(() => say("acknowledge"), 1);
        const stopped = await next("stopped", 0);
        clearInterval(acknowledging);
        return [stopped, await next("frame", count("frame"))];
        """,
        settings=settings,
    )
    assert stopped["why"] == "diverged"
    assert all(map(math.isfinite, frame["parameters"]))
    assert max(map(abs, frame["parameters"])) > 1e6


def test_there_is_an_end_to_what_is_kept() -> None:
    stopped, frame, replayed = talk(
        """
        await frameOf("make", { settings: given.xor });
        say("play");
        const drawing = setInterval(() => say("acknowledge"), 1);
        const stopped = await next("stopped", 0);
        clearInterval(drawing);
        const frame = await frameOf("step", { grain: "epoch" });
        const replay = { epoch: 2000 };
        return [stopped, frame, await frameOf("make", { settings: given.xor, replay })];
        """,
        xor=XOR,
        how={"most": 1000},
    )
    assert stopped["why"] == "enough"
    assert stopped["reason"].startswith("1,000 epochs are done")
    assert (frame["epoch"], frame["playing"]) == (1000, False)
    assert replayed["epoch"] == 1000
    assert replayed["parameters"] == frame["parameters"]


@pytest.mark.parametrize("while_", ["playing", "idle"])
def test_after_the_end_nothing_is_said(while_: str) -> None:
    before, after = talk(
        """
        await frameOf("make", { settings: given.xor });
        if (given.playing) await frameOf("play");
        say("close");
        await new Promise((done) => setTimeout(done, 30));
        const before = heard.length;
        say("acknowledge");
        say("play");
        await new Promise((done) => setTimeout(done, 30));
        return [before, heard.length];
        """,
        xor=XOR,
        playing=while_ == "playing",
    )
    assert before == after
