"""Where the judgements of a run's course have their edges."""

from typing import Any

import pytest

from tests.node import answer

PATHS = ["nn/playground/page/why/progress.js"]
JUDGED = """
const { judge, losses, test = [], train, held = null, epoch = losses.length } = given;
const made = {
  rows: { train: given.rows ?? [0, 1], y: [0, 1], kind: "number" }, layers: [],
  settings: { loss: "mse", lr: 0.125 },
};
const measure = { train: { loss: losses.at(-1), accuracy: null, wrong: [], ...train },
  test: held === null ? null : { accuracy: held } };
return { growing, solved, byHeart, plateau }[judge]({
  made, frame: { epoch, measure, history: { losses, test } },
});
"""


def judged(judge: str, losses: list[float], **more: Any) -> Any:
    return answer(PATHS, JUDGED, {"judge": judge, "losses": losses, **more})


def test_a_loss_grows_when_two_means_can_be_told_apart() -> None:
    losses = [1.0, *[2.0] * 19]
    found = judged("growing", losses)
    assert (found["title"], found["says"][:16]) == ("The loss grows", "From 1.0 to 2.0:")
    assert found["tries"] == [{"text": "Rate 0.013", "settings": {"lr": 0.013}}]
    assert judged("growing", losses[:-1]) is None, "nineteen epochs are too few"
    assert judged("growing", [1.0, *[1.5] * 19]) is None


def test_with_just_enough_of_the_rows_held_out_it_is_solved() -> None:
    train = {"loss": 0.1, "accuracy": 1.0}
    assert judged("solved", [0.1], train=train, held=0.95)["title"] == "Solved"
    assert judged("solved", [0.1], train=train, held=0.94)["title"] == "Learnt by heart"


@pytest.mark.parametrize(
    ("rows", "held", "says"),
    [
        ([0], None, "the only row is right."),
        ([0, 1], 1.0, "all 2 rows are right, and 100 % of those held out."),
        ([0], 0.0, "The only row to learn from is right, but of those held out only 0 %."),
        ([0, 1], 0.0, "All 2 rows to learn from are right, but of those held out only 0 %."),
    ],
)
def test_one_row_is_told_as_one(rows: list[int], held: float | None, says: str) -> None:
    train = {"loss": 0.1, "accuracy": 1.0}
    found = judged("solved", [0.1], train=train, held=held, rows=rows)
    assert found["says"].replace("\xa0", " ") == says


def test_learnt_by_heart_is_told_when_the_best_is_long_ago() -> None:
    losses = [1.0 / (i + 1) for i in range(200)]
    turned = [1.0] * 100 + [0.5] + [0.8] * 50
    found = judged("byHeart", losses[:151], test=turned)
    assert found["says"].startswith("Since epoch 101 the loss of the rows held out has risen")
    assert judged("byHeart", losses[:150], test=turned[:-1]) is None, "49 epochs since"
    risen = [*losses[:100], 0.01, *[0.02] * 50]
    assert judged("byHeart", risen, test=turned) is None, "the others do not fall, either"


def test_a_plateau_is_seen_in_the_last_hundred_epochs_only() -> None:
    rest = [1.0 - i / 200 for i in range(100)] + [0.5] * 110
    assert judged("plateau", rest)["title"] == "Hardly any progress"
    assert judged("plateau", rest[:150]) is None
    assert judged("plateau", [1.0] * 109) is None
    assert judged("plateau", [1.0] * 110)["kind"] == "plateau"


def test_how_much_is_known_of_a_loss_that_is_no_square_is_told_by_its_beginning() -> None:
    script = """
    return given.map(([loss, last]) => {
      const rows = { kind: "number", train: [0, 1], y: [0, 10] };
      const measure = { train: { loss: last } }, history = { losses: [1, last] };
      const frame = { epoch: 2, history, measure };
      return knowsNothing({ made: { rows, settings: { loss } }, frame });
    });
    """
    cases = [("squared_error", 0.81), ("squared_error", 0.79), ("mse", 0.81), ("mse", 20.1)]
    assert answer(PATHS, script, cases) == [True, False, False, True]


def test_what_is_left_is_not_told_of_a_loss_of_ones_own() -> None:
    script = """
    const rows = { kind: "number", train: [0, 1], y: [0, 10] }, settings = { loss: null };
    return given.map((objective) => solved({
      made: { rows, settings, fixed: true, objective },
      frame: { measure: { train: { loss: 0.0001, accuracy: null } } },
    })?.title ?? null);
    """
    assert answer(PATHS, script, ["mse", "", "squared_error"]) == ["Solved", None, None]


def test_what_is_known_of_labels_is_told_by_logits_and_by_probabilities_alike() -> None:
    script = """
    const rows = { kind: "two", train: [0, 1], y: [0, 1] }, settings = { loss: null };
    return given.map(([objective, loss]) => knowsNothing({
      made: { rows, settings, fixed: true, objective },
      frame: { measure: { train: { loss } }, history: { losses: [10, loss] } },
    }));
    """
    cases = [(name, loss) for name in ("bce", "bce_with_logits", "") for loss in (0.69, 0.3)]
    assert answer(PATHS, script, cases) == [True, False, True, False, False, False]
