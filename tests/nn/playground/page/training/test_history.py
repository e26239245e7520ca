"""What is kept of a training, and what of it is news: also where it goes another way."""

from typing import Any

from tests.node import answer

NOTED = """
const history = new RunHistory(), told = [];
const note = (epoch, loss, held = null) =>
  history.note(epoch, { loss, accuracy: loss / 10 }, held && { loss: held, accuracy: null });
const news = () => told.push(history.news());
"""


def told(script: str) -> Any:
    text = NOTED + script + "return [told, { ...history }];"
    return answer(["nn/playground/page/training/history.js"], text)


def test_what_was_acknowledged_is_no_news() -> None:
    news, kept = told("""
    note(0, 5, 6); note(1, 4, 5); news();
    note(2, 3, 4); news();
    history.acknowledge(); news();
    note(3, 2, 3); news();
    history.clear(); news();
    """)
    assert [(one["from"], one["losses"]) for one in news] == [
        (0, [5, 4]),
        (0, [5, 4, 3]),
        (3, []),
        (3, [2]),
        (0, []),
    ]
    assert news[0]["test"] == [6, 5]
    assert news[0]["test_accuracy"] == []
    assert kept["accuracy"] == []


def test_another_way_takes_the_place_of_what_came_later() -> None:
    news, kept = told("""
    for (let epoch = 0; epoch < 5; epoch++) note(epoch, 50 - epoch, 60 - epoch);
    news();
    history.acknowledge();
    note(2, 9, 8);
    news();
    """)
    assert (kept["losses"], kept["test"]) == ([50, 49, 9], [60, 59, 8])
    assert kept["accuracy"] == [5.0, 4.9, 0.9]
    assert (news[1]["from"], news[1]["losses"], news[1]["test"]) == (2, [9], [8])


def test_what_was_told_before_another_way_is_told_again() -> None:
    news, _ = told("""
    for (let epoch = 0; epoch < 5; epoch++) note(epoch, 50 - epoch);
    news();
    note(2, 9);
    history.acknowledge(); // of the news before
    news();
    """)
    assert (news[1]["from"], news[1]["losses"]) == (2, [9])
