"""How an answer is made: its nodes are counted, its use of the engine is seen, elsewhere too."""

import math
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import autograd as ag
from autograd import exercises
from autograd.exercises import at_most, by_hand, by_nodes, uses


def four(x: Any) -> Any:
    return ag.relu(x) + ag.relu(-x) + ag.relu(x - 1) + ag.relu(x + 1)


def test_nodes_are_counted() -> None:
    assert uses(1.0, relu=4).missed(four) == ""
    assert uses(1.0, relu=3).missed(four) == "It uses four ReLUs; three were asked."
    assert uses(1.0, relu=1).missed(lambda x: abs(x)) == "It uses no ReLUs; one was asked."
    assert uses([1.0, 2.0], mul=1).missed(lambda v: [v[0] * v[1], 3.0]) == ""


def test_what_is_shared_counts_once() -> None:
    def shared(x: Any) -> Any:
        square = x * x
        return square * square

    assert at_most(3.0, mul=2).missed(shared) == ""
    told = at_most(3.0, mul=2).missed(lambda x: (x * x) * (x * x))
    assert told == "It takes 3 multiplications; 2 suffice if what is shared is computed once."


def test_whole_numbers_stay_what_they_count() -> None:
    assert at_most(2.0, 3, mul=3).missed(lambda x, n: math.prod([x] * n)) == ""


@pytest.mark.parametrize(
    "answer",
    [
        ag.grad(lambda x: x * x),
        ag.jacobian(lambda x: x * x),
        lambda x: (lambda v: (v * v).backward())(ag.Value(x)),
    ],
)
def test_the_engine_is_seen_at_work(answer: Any) -> None:
    assert "by hand" in by_hand(3.0).missed(answer)


def test_arithmetic_on_values_is_by_hand() -> None:
    assert by_hand(3.0).missed(lambda x: 2 * ag.Value(x)) == ""


def test_it_is_asked_where_the_answer_lives() -> None:
    text = "import autograd as ag\ndef answer(x): return ag.relu(x) + ag.relu(-x)"
    with exercises.Submission(text) as submission:
        assert uses(1.0, relu=3).missed(submission["answer"]) == (
            "It uses two ReLUs; three were asked."
        )
        assert by_hand(1.0).missed(submission["answer"]) == ""


def swept(backward: Any, x: float) -> None:
    backward(ag.Value(x) * 2.0)


def test_an_answer_that_is_no_function_of_the_point_is_run_through_another() -> None:
    assert "by hand" in by_hand(3.0, through=swept).missed(lambda root: root.backward())
    assert by_hand(3.0, through=swept).missed(lambda root: None) == ""


def paths(graph: list[int], node: int) -> int:
    if node == 0:
        return 1
    return sum(paths(graph, node - 1) for _ in range(graph[node]))


def test_a_walk_path_by_path_is_stopped_and_told() -> None:
    ladder = [0] + [2] * 60
    told = by_nodes(ladder, 60).missed(paths)
    assert told.startswith("It follows every path by itself")
    assert by_nodes(ladder, 5).missed(paths) == ""


def on_a_ladder(walk: Any, steps: int) -> Any:
    return walk([0] + [2] * steps, steps)


def test_no_handler_of_the_answer_keeps_it_running() -> None:
    def stubborn(graph: list[int], node: int) -> int:
        while True:
            try:
                paths(graph, node)
            except Exception:
                continue

    before = sys.gettrace()
    assert by_nodes(60, through=on_a_ladder).missed(stubborn)
    assert sys.gettrace() is before


def test_an_answer_cannot_change_the_point_that_it_is_asked_at() -> None:
    ask = by_hand([1.0, 2.0])
    for _ in range(2):
        assert ask.missed(lambda x: 1 / x.pop()) == ""
    assert ask.point[1:] == ([1.0, 2.0],)


def test_the_engine_is_seen_in_a_thread_too() -> None:
    def elsewhere(x: float) -> float:
        with ThreadPoolExecutor(1) as pool:
            return float(pool.submit(ag.grad(lambda x: x * x), x).result())

    before = threading.getprofile()
    assert by_hand(3.0).missed(elsewhere)
    assert threading.getprofile() is before
