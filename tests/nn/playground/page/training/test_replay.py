"""Back and forth in a run: reset, moments, what was done by hand, and all of it again."""

import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from autograd import GraphError
from nn import Playground
from nn.playground.checking import settings_of
from nn.playground.choices import OPTIMIZERS
from nn.playground.state import State
from tests.nn.playground.page.training.talk import MOONS, XOR, talk
from tests.node import answer


def test_reset_gives_the_identical_first_frame() -> None:
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


def test_looking_back_and_going_on() -> None:
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


def test_another_way_from_a_moment_on_takes_the_place_of_the_first() -> None:
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


def test_what_was_done_by_hand_is_replayed() -> None:
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


def test_a_change_of_a_weight_that_there_is_not_is_refused_and_the_run_stays() -> None:
    edit = [0, 0, [[999, 1]]]
    reason, made, frame = talk(
        """
        await frameOf("make", { settings: given.xor });
        say("make", { settings: given.moons, replay: { epoch: 3, edits: [given.edit] } });
        const { reason } = await next("refused", 0);
        return [reason, count("made"), await frameOf("step", { grain: "epoch" })];
        """,
        **{"xor": XOR, "moons": MOONS, "edit": edit},
    )
    text = "1" + urlsafe_b64encode(json.dumps({"edits": [edit]}).encode()).decode()
    with pytest.raises(GraphError) as caught:
        State.read(text)
    assert reason == str(caught.value)
    assert (made, frame["epoch"], len(frame["parameters"])) == (1, 1, 17)


@pytest.mark.parametrize(
    "more",
    [
        *({}, {"schedule": "cosine", "schedule_settings": {}, "l2": 0.01}),
        *({"optimizer": rule.name, "optimizer_settings": {}} for rule in OPTIMIZERS),
    ],
)
def test_a_state_amid_an_epoch_has_the_same_weights_in_python(more: dict[str, Any]) -> None:
    settings = settings_of({**MOONS, **more})
    state = State(settings, epoch=2, step=2, edits=[[1, 0, [[0, 0.5]]], [2, 0, [[1, -1]]]])
    replay = {"epoch": 2, "step": 2, "edits": state.edits}
    frame = talk(
        "return frameOf('make', given.make);", make={"settings": settings, "replay": replay}
    )
    assert (frame["epoch"], frame["step"]) == (2, 2)
    model = Playground(state=state.text).model
    assert [p.data for p in model.parameters()] == pytest.approx(frame["parameters"], abs=1e-12)


def test_nothing_else_trains_while_a_run_is_replayed() -> None:
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


#: a run that takes its time: every batch is as long as ``took`` says
SLOW = """
let now = 0, paused = 0;
globalThis.performance = { now: () => now };
const run = { epochs: 0, step: 0, changes: [], setParameters: (x) => run.changes.push(x) };
run.batch = () => {
  now += given.took;
  run.step += 1;
  if (run.step === 4) [run.epochs, run.step] = [run.epochs + 1, 0];
  return { finite: run.epochs < given.until };
};
const wanted = { epoch: 5, step: 2, edits: [[1, 2, "one"], [3, 0, "two"]] };
const found = await replay(run, wanted, async () => (paused += 1) < given.most);
return { at: [run.epochs, run.step], changes: run.changes, paused, found };
"""


def replayed(took: float = 1, until: int = 99, most: int = 99) -> tuple[list[int], list[str], int]:
    paths = ["nn/playground/page/training/replay.js"]
    found = answer(paths, SLOW, {"took": took, "until": until, "most": most})
    return found["at"], found["changes"], found["paused"]


def test_a_replay_ends_just_where_the_other_run_was() -> None:
    assert replayed() == ([5, 2], ["one", "two"], 0)


def test_messages_are_heard_now_and_then_and_may_end_it() -> None:
    assert replayed(took=25) == ([5, 2], ["one", "two"], 11)
    assert replayed(took=25, most=4) == ([2, 0], ["one"], 4)


def test_nothing_is_changed_by_hand_where_it_has_diverged() -> None:
    assert replayed(until=2) == ([2, 0], ["one"], 0)
