"""The one who trains, without a Worker: messages in, frames out."""

from tests.nn.playground.page.training.talk import MOONS, XOR, talk


def test_a_run_is_made_and_shown() -> None:
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


def test_steps_by_epoch_and_by_batch() -> None:
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


def test_playing_waits_for_each_frame_to_be_drawn() -> None:
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


def test_a_frame_has_as_many_epochs_as_are_asked_for() -> None:
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


def test_a_row_and_its_graph() -> None:
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


def test_it_plays_as_far_as_it_is_asked_to_and_from_there_without_end() -> None:
    found = talk(
        """
        own.postMessage({ kind: "make", settings: given.xor, until: 7 });
        await next("frame", 0);
        const played = async (after) => {
          say("play", { until: 7 });
          say("acknowledge");
          const { epoch, playing } = await next("frame", after);
          return [epoch, playing, count("stopped")];
        };
        const first = await played(1);
        const { why } = heard.find(({ kind }) => kind === "stopped");
        return [first, (await played(2)).slice(1), why];
        """,
        xor=XOR,
        how={"slice": 50},
    )
    assert found == [[7, False, 1], [True, 1], "until"]


def test_what_is_said_keeps_its_order_where_timers_do_not() -> None:
    """Browsers let a timer that another one has set wait longer than that of a click."""
    epochs = talk(
        """
        await frameOf("make", { settings: given.xor });
        const timer = setTimeout;
        let late = 100;
        globalThis.setTimeout = (f) => timer(f, late -= 20);
        for (let i = 0; i < 3; i += 1) say("step", { grain: "epoch" });
        await next("frame", 3);
        return heard.filter(({ kind }) => kind === "frame").map(({ epoch }) => epoch);
        """,
        xor=XOR,
    )
    assert epochs == [0, 1, 2, 3]
