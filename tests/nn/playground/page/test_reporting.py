"""What a view tells Python: each number of the history once, and nothing to nobody."""

from nn.playground.report import Report
from tests.node import answer

PATHS = ["nn/playground/page/reporting.js"]
MODEL = """
const sent = [], kept = [], ends = [];
const model = {
  send: (message) => { if (model.isGone) throw new Error("Cannot send"); sent.push(message); },
  set: (name, value) => kept.push([name, value]), save_changes: () => kept.push("saved"),
};
const shown = { state: () => "1abc" };
const told = reporter(model, (what) => ends.push(what === shown));
const frame = (losses, playing = true, epoch = losses.length) => ({
  settings: { lr: 0.1 },
  frame: { epoch, step: 0, steps: epoch, playing, history: { losses },
    parameters: Float64Array.of(1, 2) },
});
"""


def test_of_the_history_only_what_is_new_is_told() -> None:
    sent = answer(
        PATHS,
        MODEL
        + """
        told(frame([3, 2]), shown);
        told(frame([3, 2, 1]), shown);
        told({ frame: null }, shown);
        told(frame([5]), shown);
        return sent;
        """,
        {},
    )
    assert [one["history"] for one in sent] == [
        {"losses": [3, 2], "from": 0},
        {"losses": [1], "from": 2},
        {"losses": [5], "from": 0},
    ]
    assert sent[0]["parameters"] == [1, 2]


def test_another_way_from_a_moment_on_is_told_from_there() -> None:
    script = """
    told(frame([5, 4, 3, 2]), shown);
    if (given) told(frame([5, 4, 3, 2], false, 1), shown);
    told(frame([5, 9, 8]), shown);
    return sent;
    """
    for seen, begin in ((True, 1), (False, 0)):  # whether the moment itself was drawn
        sent = answer(PATHS, MODEL + script, seen)
        assert sent[-1]["history"] == {"losses": [5, 9, 8][begin:], "from": begin}
        report = Report()
        for one in sent:
            report = report.after(one)
        assert report.history.losses == [5, 9, 8]


def test_a_view_that_rests_keeps_where_it_stands() -> None:
    kept = answer(PATHS, MODEL + "told(frame([3], false), shown); return kept;", {})
    assert kept == [["state", "1abc"], "saved"]


def test_where_python_is_gone_it_is_said_once() -> None:
    found = answer(
        PATHS,
        MODEL
        + """
        told(frame([3]), shown);
        model.isGone = true;
        told(frame([3, 2], false), shown);
        told(frame([3, 2, 1], false), shown);
        return [sent.length, kept, ends];
        """,
        {},
    )
    assert found == [1, [], [True]]
