"""The one who trains, without a Worker: messages in, frames out."""

import math

import pytest

from nn.playground.checking import settings_of
from nn.playground.tables import tables
from tests.node import answer

XOR = settings_of({"task": "xor", "hidden": [4], "seed": 1})
MOONS = settings_of({"task": "moons", "points": 20, "hidden": [3], "batch_size": 5, "seed": 4})

#: what the tests say to a trainer, and a list of all that it has said
TALK = """
const heard = [];
const own = trainer(given.how);
const waiting = [];
own.onmessage = ({ data }) => {
  heard.push(data);
  for (const one of [...waiting]) one();
};
const say = (kind, more = {}) => own.postMessage({ kind, ...more });
const until = (found) => new Promise((done) => {
  const look = () => {
    const x = found();
    if (x === undefined || x === false) return;
    waiting.splice(waiting.indexOf(look), 1);
    done(x);
  };
  waiting.push(look);
  look();
});
// the message after so many of this kind
const next = (kind, after) => until(() => heard.filter((x) => x.kind === kind)[after]);
const count = (kind) => heard.filter((x) => x.kind === kind).length;
const frameOf = async (kind, more) => {
  const before = count("frame");
  say(kind, more);
  const frame = await next("frame", before);
  say("acknowledge");
  return frame;
};
say("tables", { tables: given.tables });
"""


def talk(script, **given):
    """What a script finds that talks to a trainer."""
    given = {"tables": tables(), **given}
    return answer(["nn/playground/page/training/worker.js"], TALK + script, given)


def test_a_run_is_made_and_shown():
    made, frame = talk(
        """
        const frame = await frameOf("make", { settings: given.xor });
        return [heard[0], frame];
        """,
        xor=XOR,
    )
    assert made["kind"] == "made"
    assert [layer["size"] for layer in made["layers"]] == [4, 1]
    assert made["layers"][1]["neurons"][0] == {"weights": [12, 13, 14, 15], "bias": 16}
    assert (made["threshold"], made["fixed"], made["parameters"]) == (0.0, False, 17)
    assert made["rows"]["y"] == [0, 1, 1, 0]
    assert made["settings"] == XOR
    assert (frame["epoch"], frame["step"], frame["playing"]) == (0, 0, False)
    assert len(frame["parameters"]) == len(frame["gradient"]) == 17
    assert any(frame["gradient"])
    assert frame["measure"]["test"] is None
    assert frame["history"] == {
        "from": 0,
        **{name: [] for name in ("losses", "accuracy", "test", "test_accuracy")},
    }


def test_steps_by_epoch_and_by_batch():
    frames = talk(
        """
        const frames = [await frameOf("make", { settings: given.moons })];
        for (const grain of ["batch", "batch", "epoch", "epoch"]) {
          frames.push(await frameOf("step", { grain }));
        }
        return frames;
        """,
        moons=MOONS,
    )
    # fifteen rows to learn from: three batches; a step by epoch ends the one that is begun
    at = [(frame["epoch"], frame["step"], frame["steps"]) for frame in frames]
    assert at == [(0, 0, 0), (0, 1, 1), (0, 2, 2), (1, 0, 3), (2, 0, 6)]
    assert [len(frame["history"]["losses"]) for frame in frames] == [0, 0, 0, 1, 1]
    assert [frame["history"]["from"] for frame in frames] == [0, 0, 0, 0, 1]


def test_playing_waits_for_each_frame_to_be_drawn():
    first, later, others, paused = talk(
        """
        await frameOf("make", { settings: given.xor });
        const before = count("frame");
        say("play");
        const first = await next("frame", before);
        await new Promise((done) => setTimeout(done, 40));
        const others = count("frame") - before - 1; // none: the first was not drawn yet
        say("acknowledge");
        const later = await next("frame", before + 1);
        const paused = await frameOf("pause");
        return [first, later, others, paused];
        """,
        xor=XOR,
    )
    assert others == 0
    assert 0 < first["epoch"] < later["epoch"]
    assert first["playing"] is True
    assert paused["playing"] is False
    assert later["history"]["from"] == len(first["history"]["losses"]) == first["epoch"]


def test_a_frame_has_as_many_epochs_as_are_asked_for():
    found = talk(
        """
        await frameOf("make", { settings: given.xor });
        const frames = [];
        const drawn = async (kind, more) => {
          say(kind, more);
          frames.push(await next("frame", frames.length + 1));
        };
        await drawn("play", { epochs: 10 });
        await drawn("acknowledge");
        say("pace", { epochs: 1 });
        await drawn("acknowledge");
        return frames.map(({ epoch }) => epoch);
        """,
        xor=XOR,
        how={"slice": 1e9},
    )
    assert found == [10, 20, 21]


def test_reset_gives_the_identical_first_frame():
    first, last = talk(
        """
        await frameOf("make", { settings: given.moons });
        const first = await frameOf("view", { side: 4, low: [-1, -1], high: [1, 1] });
        for (let i = 0; i < 5; i++) await frameOf("step", { grain: "batch" });
        await frameOf("weights", { changes: [[0, 3]] });
        return [first, await frameOf("reset")];
        """,
        moons=MOONS,
    )
    assert first["view"] is not None
    assert first == last


def test_looking_back_and_going_on():
    ahead, back, further, again = talk(
        """
        await frameOf("make", { settings: given.moons });
        for (let i = 0; i < 3; i++) await frameOf("step", { grain: "epoch" });
        const ahead = await frameOf("step", { grain: "epoch" });
        const back = await frameOf("restore", { moment: 1 });
        await frameOf("restore", { moment: 4 });
        const further = await frameOf("step", { grain: "epoch" });
        await frameOf("restore", { moment: 1 });
        for (let i = 0; i < 3; i++) await frameOf("step", { grain: "epoch" });
        const again = await frameOf("step", { grain: "epoch" });
        return [ahead, back, further, again];
        """,
        moons=MOONS,
    )
    assert ahead["moments"] == [0, 1, 2, 3, 4]
    assert (back["epoch"], back["steps"], back["moments"]) == (1, 3, [0, 1, 2, 3, 4])
    assert (further["epoch"], further["moments"]) == (5, [0, 1, 2, 3, 4, 5])
    assert again["parameters"] == further["parameters"]
    assert again["moments"] == [0, 1, 2, 3, 4, 5]


def test_another_way_from_a_moment_on_takes_the_place_of_the_first():
    before, other, back = talk(
        """
        await frameOf("make", { settings: given.moons });
        for (let i = 0; i < 3; i++) await frameOf("step", { grain: "epoch" });
        const before = await frameOf("restore", { moment: 1 });
        await frameOf("weights", { changes: [[0, 2]] });
        const other = await frameOf("step", { grain: "epoch" });
        return [before, other, await frameOf("restore", { moment: 1 })];
        """,
        moons=MOONS,
    )
    assert before["moments"] == [0, 1, 2, 3]
    assert other["moments"] == [0, 1, 2]
    assert back["parameters"] == [2, *before["parameters"][1:]]
    assert back["edits"] == [[1, 0, [[0, 2]]]]


def test_what_was_done_by_hand_is_replayed():
    frame, replayed = talk(
        """
        await frameOf("make", { settings: given.moons });
        await frameOf("weights", { changes: [[0, 2.5], [1, -1]] });
        await frameOf("weights", { changes: [[0, 0.25]] });
        for (let i = 0; i < 4; i++) await frameOf("step", { grain: "batch" });
        await frameOf("weights", { changes: [[3, 0]] });
        const frame = await frameOf("step", { grain: "batch" });
        const { epoch, step, edits } = frame;
        const replayed = await frameOf("make", {
          settings: given.moons, replay: { epoch, step, edits },
        });
        return [frame, replayed];
        """,
        moons=MOONS,
    )
    assert frame["edits"] == [[0, 0, [[0, 0.25], [1, -1]]], [1, 1, [[3, 0]]]]
    assert (frame["epoch"], frame["step"]) == (1, 2)
    for name in ("epoch", "step", "steps", "edits", "parameters", "gradient"):
        assert replayed[name] == frame[name]


def test_nothing_else_trains_while_a_run_is_replayed():
    edits = [[epoch, 0, [[0, 0.001 * epoch]]] for epoch in range(500, 60_000, 500)]
    found = talk(
        """
        await frameOf("make", { settings: given.xor });
        say("play");
        const drawing = setInterval(() => say("acknowledge"), 1);
        heard.length = 0;
        say("make", { settings: given.xor, replay: { epoch: 60_000, edits: given.edits } });
        const frame = await until(() => heard.find(({ epoch }) => epoch >= 60_000));
        clearInterval(drawing);
        return [count("frame"), frame.edits];
        """,
        xor=XOR,
        edits=edits,
    )
    frames, replayed = found
    assert frames > 1
    assert replayed == edits


def test_settings_that_are_none_are_refused_and_the_run_stays():
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


def test_what_diverges_stops_with_the_last_good_numbers():
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


def test_there_is_an_end_to_what_is_kept():
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


def test_a_row_and_its_graph():
    found = talk(
        """
        await frameOf("make", { settings: given.xor });
        say("graph", { row: 2 });
        return next("graph", 0);
        """,
        xor=XOR,
    )
    names = dict(zip(found["names"], found["values"]))
    assert (names["x1"], names["x2"], names["y"]) == (1.0, 0.0, 1.0)
    assert found["names"][found["parameters"][0]] == "layers.0.neurons.0.w.0"
    assert found["nodes"][found["output"]]["path"] == ["loss"]
    assert found["gradient"][found["output"]] == 1
    assert len(found["shares"]) > 20


@pytest.mark.parametrize("while_", ["playing", "idle"])
def test_after_the_end_nothing_is_said(while_):
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
