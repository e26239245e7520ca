"""What is said to the trainer, and what its answers do to the store."""

from typing import Any

from tests.node import answer

PATHS = ["nn/playground/page/screen/store.js", "nn/playground/page/screen/link.js"]
BEGIN = """
  const drawing = [], worker = { said: [], postMessage(m) { this.said.push(m); } };
  globalThis.requestAnimationFrame = (f) => drawing.push(f);
  globalThis.cancelAnimationFrame = () => {};
  const store = new Store(), link = new Link(store, worker);
  const say = (data) => worker.onmessage({ data });
  const draw = () => drawing.splice(0).forEach((f) => f());
  const frame = (from, losses, more) => say({ kind: "frame", history: { from, losses }, ...more });
"""


def _told(script: str) -> Any:
    return answer(PATHS, BEGIN + script)


def test_every_wish_is_a_message() -> None:
    script = """
      link.make({ seed: 1 }); link.play(); link.pause(); link.step("batch"); link.reset();
      link.weights([[0, 1]]); link.restore(3); link.graph(2); link.view({ side: 4 }); link.close();
      return worker.said;
    """
    assert _told(script) == [
        {"kind": "make", "settings": {"seed": 1}, "replay": None},
        {"kind": "play", "epochs": None},
        {"kind": "pause"},
        {"kind": "step", "grain": "batch"},
        {"kind": "reset"},
        {"kind": "weights", "changes": [[0, 1]]},
        {"kind": "restore", "moment": 3},
        {"kind": "graph", "row": 2},
        {"kind": "view", "side": 4},
        {"kind": "close"},
    ]


def test_the_trainer_is_one_frame_ahead_and_no_further() -> None:
    script = """
      const found = [], note = () => found.push([worker.said.length, store.get("frame")?.epoch]);
      frame(0, [1], { epoch: 1 });
      note();
      frame(1, [2], { epoch: 2 });
      note();
      draw();
      note();
      return [found, drawing.length, store.get("frame").history.losses];
    """
    assert _told(script) == [[[1, None], [1, None], [2, 2]], 0, [1, 2]]


def test_frames_from_before_a_wish_do_not_undo_it() -> None:
    script = """
      const found = [];
      link.play();
      for (const playing of [false, true, true, false, true]) {
        frame(0, [], { playing });
        draw();
        found.push(store.get("playing"));
        if (found.length === 2) link.pause();
      }
      return found;
    """
    assert _told(script) == [True, True, False, False, True]


def test_the_history_grows_and_is_cut_where_something_was_undone() -> None:
    script = """
      const found = [];
      for (const [from, losses] of [[0, []], [0, [4, 3]], [2, [2, 1]], [3, [9]], [0, []]]) {
        frame(from, losses);
        draw();
        found.push([...store.get("frame").history.losses]);
      }
      return found;
    """
    assert _told(script) == [[], [4, 3], [4, 3, 2, 1], [4, 3, 2, 9], []]


def test_a_new_run_forgets_the_frame_and_the_message() -> None:
    script = """
      say({ kind: "refused", field: "lr", reason: "too large" });
      const refused = store.get("message").reason;
      frame(0, [1]);
      draw();
      frame(1, [2]);
      say({ kind: "made", layers: [] });
      draw();
      return [refused, store.get("message"), store.get("frame"), store.get("made").layers];
    """
    assert _told(script) == ["too large", None, None, []]


def test_what_stops_says_why() -> None:
    script = """
      link.play();
      say({ kind: "stopped", why: "the loss is nan" });
      return [store.get("playing"), store.get("message").reason];
    """
    assert _told(script) == [False, "the loss is nan"]


def test_pictures_of_another_grid_are_left_out() -> None:
    script = """
      const found = [], view = { surface: [new Float32Array(16)] };
      for (const grid of [null, { side: 4, low: [0, 0] }, { side: 4, low: [0] }]) {
        store.set("grid", grid);
        say({ kind: "frame", view });
        draw();
        found.push(store.get("frame").view !== null);
      }
      return found;
    """
    assert _told(script) == [False, True, False]


def test_by_itself_the_pace_grows_with_the_epochs() -> None:
    script = """
      store.set("pace", "auto");
      link.play();
      for (const epoch of [1, 50, 99, 100, 500]) {
        say({ kind: "frame", epoch, playing: true });
        draw();
      }
      return worker.said.filter(({ epochs }) => epochs);
    """
    paces = [{"kind": "pace", "epochs": 2}, {"kind": "pace", "epochs": 10}]
    assert _told(script) == [{"kind": "play", "epochs": 1}, *paces]


def test_another_pace_is_told_while_it_plays_and_with_play() -> None:
    script = """
      store.set("pace", 10);
      link.play();
      store.set("pace", 11);
      store.set("pace", null);
      link.pause();
      store.set("pace", 50);
      link.play();
      link.close();
      store.set("pace", 1);
      return worker.said;
    """
    assert _told(script) == [
        {"kind": "play", "epochs": 10},
        {"kind": "pace", "epochs": 11},
        {"kind": "pace", "epochs": None},
        {"kind": "pause"},
        {"kind": "play", "epochs": 50},
        {"kind": "close"},
    ]
