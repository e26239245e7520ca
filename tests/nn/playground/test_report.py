"""What a page tells, one part after the other."""

import math
from typing import Any

from nn.playground.report import Report


def told(epoch: int, begin: int, losses: list[Any], **more: Any) -> dict[str, Any]:
    plain = {"settings": {"lr": 1}, "parameters": [0.5], "epoch": epoch, "step": 1, "edits": []}
    return {**plain, "steps": 7, "history": {"from": begin, "losses": losses, **more}}


def test_courses_grow_by_what_is_new() -> None:
    one = Report().after(told(2, 0, [0.7, 0.6], accuracy=[0.5, 0.6], test=[], test_accuracy=[]))
    two = one.after(told(3, 2, [0.5], accuracy=[0.7], test=[], test_accuracy=[]))
    assert two.history.losses == [0.7, 0.6, 0.5]
    assert two.history.metrics == {"accuracy": [0.5, 0.6, 0.7]}
    assert (two.history.steps, two.settings, two.parameters) == (7, {"lr": 1}, [0.5])
    assert one.history.losses == [0.7, 0.6]


def test_another_run_begins_anew() -> None:
    one = Report().after(told(2, 0, [0.7, 0.6]))
    assert one.after(told(0, 0, [])).history.losses == []
    assert one.after(told(2, 1, [0.1])).history.losses == [0.7, 0.1]


def test_what_was_trained_after_the_moment_looked_back_at_is_no_part_of_the_history() -> None:
    report = Report().after(told(1, 0, [0.7, 0.6, 0.5], accuracy=[0.5, 0.6, 0.7]))
    assert report.history.losses == [0.7]
    assert report.history.metrics == {"accuracy": [0.5]}


def test_the_held_out_rows_have_courses_of_their_own() -> None:
    report = Report().after(told(1, 0, [0.7], accuracy=[1.0], test=[0.8], test_accuracy=[0.9]))
    assert report.history.metrics == {"accuracy": [1.0], "test_loss": [0.8], "test_accuracy": [0.9]}


def test_a_history_says_that_the_page_still_trains() -> None:
    playing = Report().after({**told(2, 0, [0.7, 0.6]), "playing": True})
    assert repr(playing.history) == "History(2 epochs, still training: loss 0.7 -> 0.6)"
    paused = playing.after({**told(2, 2, []), "playing": False})
    assert paused.history.stopped == "finished"


def test_json_has_no_nan() -> None:
    report = Report().after({**told(1, 0, [None]), "parameters": [None]})
    assert math.isnan(report.history.losses[0])
    assert math.isnan(report.parameters[0])
