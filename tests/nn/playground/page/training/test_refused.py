"""A thousand settings, good and damaged: the page and Python take and refuse the same."""

import json
import random
from collections.abc import Callable
from typing import Any

from autograd import AutogradError
from nn.playground.checking import kind_of, loss_of, settings_of
from nn.playground.settings import FIELDS, table
from tests.nn.playground.page.training.checked import CHECKED
from tests.node import answer

COUNT = 1000
NAMES = ["x1", "x2", "x3", "x16", "x17", "x0", "x100", "x1^2", "x1*x2", "sin(x2)", "", 1, None]
WORDS = ["", "Tanh", "zer", "moon", "own", "xorr", "cross", "it's", 'a "b"', "x" * 70, "é\\n\n"]
ODD: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    0.5,
    1,
    3,
    7,
    33,
    2001,
    1e16,
    1e300,
    [],
    [1],
    [0.5, 0.5],
    {},
]
PARTS_OF_ROWS = ["X", "y", "kind"]
#: field -> others that may be what does not go together with it
BESIDE = {
    "rows": {"task"},
    "loss": {"task", "rows"},
    "inputs": {"task", "rows"},
    "activation": {"hidden"},
    "optimizer_settings": {"optimizer"},
    "schedule_settings": {"schedule"},
}

#: what chance meets seldom
SELDOM: list[dict[str, Any]] = [
    {"task": "own"},
    {"task": "moons\xa0"},
    {"lr": "0.1\u200b\t\r\x00\x7f"},
    {"points": "\u2028\U0001f600\U000e0001'\\"},
    {"optimizer_settings": {"nesterov": True}},
    {"schedule_settings": {"steps": 5}},
    {"task": "own", "rows": {"X": [[0], [1]], "y": [[0, 1], [1, 0]]}},
    {"task": "own", "rows": {"X": [[0], [1]], "y": [0, 1], "kind": "towo"}},
    {"task": "own", "rows": {"X": [[0], [1]], "y": [[0], [1]]}, "inputs": ["x2"]},
    {"task": "own", "rows": {"X": [[0, 1], [1, None]], "y": [-1, 1], "kind": "two"}},
    {"task": "own", "rows": {"X": [[0, 1], [1, 1]], "y": [-1, 1], "kind": "two"}},
    {"task": "own", "rows": {"X": [[0], [1]], "y": [2, 1], "kind": "two"}},
    {"task": "own", "rows": {"X": [[0], [1]], "y": [0, 1]}, "inputs": ["x1", "x1^2"]},
    {
        "task": "own",
        "rows": {"X": [[0], [1], [2]], "y": ["\uff21", "\U0001f600", "a"]},
        "inputs": ["x1"],
    },
]


def cases() -> list[tuple[dict[str, Any], list[str]]]:
    """Settings, and the names of those that are not the table's own."""
    usual = {name: own.default for name, own in FIELDS.items()}
    return [*(({**usual, **case}, [*case]) for case in SELDOM), *map(made, range(COUNT))]


def made(seed: int) -> tuple[dict[str, Any], list[str]]:
    """All settings, and which of them are damaged, or changed: any, none, or several."""
    source = random.Random(seed)
    some = FIELDS["task"].choices[:40:5]
    task = FIELDS["task"].choice("own") if source.random() < 0.4 else source.choice(some)
    given: dict[str, Any] = {"task": task.name}
    if task.name == "own" or source.random() < 0.02:
        given["rows"] = rows(source)
        given["inputs"] = ["x1"]
    settings = {name: own.default for name, own in FIELDS.items()} | given
    changed = source.sample(sorted(FIELDS), source.choice([0, 0, 1, 1, 2]))
    for name in changed:
        settings[name] = value(source, name, settings)
    if source.random() < 0.02:
        settings[source.choice(["speed", "learning_rate", "Task"])] = 1
    told = json.loads(json.dumps(settings))  # a page has no tuples
    return told, [*changed, *given, *(set(told) - set(FIELDS))]


def value(source: random.Random, name: str, settings: dict[str, Any]) -> Any:
    """One that the field takes, more often than not."""
    own = FIELDS[name]
    if source.random() < 0.1:
        return source.choice([*ODD, *WORDS])
    names = own.names
    if name == "inputs":
        return [source.choice(names + NAMES) for _ in range(source.choice([1, 1, 2, 3]))]
    if name == "hidden":
        return [source.choice([1, 4, 32, 0, 33]) for _ in range(source.choice([0, 1, 2, 7]))]
    if name == "activation":
        listed = [source.choice(names) for _ in settings["hidden"] or [1]]
        return source.choice([listed, listed[1:], [*listed, "wave"], source.choice(names)])
    if name.endswith("_settings"):
        return own_settings(source, settings.get(name.removesuffix("_settings")))
    if name == "rows":
        return rows(source)
    if names:
        return source.choice(names)
    ends = [own.least, own.most, own.above, own.below]
    near = [end + d for end in ends if end is not None for d in (0, 0, 1e-3, -1e-3, 1)]
    return source.choice([*near, 2, own.default, own.default])


def own_settings(source: random.Random, rule: Any) -> Any:
    choices = FIELDS["optimizer"].choices + FIELDS["schedule"].choices
    fields = [own for choice in choices if choice.name == rule for own in choice.fields]
    names = [own.name for own in fields] + source.sample(["momentums", "eps", "step"], 1)
    good = {own.name: own.default for own in fields}
    odd = [True, True, 0, 0.9, [0.9, 0.9], [0.9], "0.9", None, 1]
    return {**good, source.choice(names): source.choice(odd)}


def rows(source: random.Random) -> Any:
    """Rows of one's own, half of them with something wrong."""
    count, width = source.choice([2, 3, 5]), source.choice([1, 1, 2, 2, 3, 16, 17])
    kind = source.choice(["two", "three", "number", None])
    labels = {"two": [0, 1], "three": [0, 1, 2]}.get(kind or "", [-1, 1, 0.25])
    X: list[Any] = [[source.choice([0, 1, 0.5, -2]) for _ in range(width)] for _ in range(count)]
    y: list[Any] = [source.choice(labels) for _ in range(count)]
    found: dict[str, Any] = {"X": X, "y": y, "kind": kind}
    if kind is None and source.random() < 0.5:
        del found["kind"]
    if source.random() < 0.5:
        damaged(source, found)
    return found


def damaged(source: random.Random, found: dict[str, Any]) -> None:
    X, y = found["X"], found["y"]
    i = source.randrange(len(X))
    odd: Any = source.choice([None, "a", [1], {"a": 1}, True, "it's"])
    ways: list[Callable[[], Any]] = [
        lambda: X.append([1]),
        lambda: X.__setitem__(i, source.choice([1, "ab", [], [1, 2], None])),
        lambda: X[0].__setitem__(0, odd),
        lambda: y.__setitem__(i, source.choice([odd, -1, 5, 0.75])),
        lambda: found.update(y=[[t] * source.choice([1, 1, 2]) for t in y]),
        lambda: found.update(y=[source.choice(["a", "b", "c"]) for _ in y]),
        lambda: found.update(y=[*"abcde"[: len(y)]]),
        lambda: found.update(X=X[:1], y=y[:1]),
        lambda: found.update(X=[], y=[]),
        lambda: found.update(X=[[]] * len(y)),
        lambda: found.update(X=X * 1001, y=y * 1001),
        lambda: found.update({source.choice(PARTS_OF_ROWS): source.choice(ODD + WORDS)}),
        lambda: found.pop(source.choice(PARTS_OF_ROWS), None),
        lambda: found.update(z=1),
    ]
    source.choice(ways)()


def python(settings: dict[str, Any]) -> dict[str, Any]:
    try:
        found = settings_of(settings, strict=False)
    except AutogradError as error:
        return {"reason": str(error)}
    return {"settings": {**found, "kind": kind_of(found), "loss": loss_of(found)}}


def test_a_thousand_settings_are_taken_or_refused_alike_word_by_word() -> None:
    all_ = cases()
    given = {"cases": [settings for settings, _ in all_], "table": table()}
    reasons = set()
    for (settings, changed), page in zip(
        all_, answer(["nn/playground/page/training/checking.js"], CHECKED, given)
    ):
        field = page.pop("field", None)
        assert page == python(settings)
        if field is not None:
            assert {field, *BESIDE.get(field, ())} & {*changed}
            reasons.add(page["reason"])
    assert len(reasons) > 200  # and so many others are taken
    assert sum("settings" in python(settings) for settings, _ in all_) > 200


def test_each_sentence_of_the_table_is_met() -> None:
    told = [python(settings).get("reason", "") for settings, _ in cases()]
    for name, sentence in table()["refusals"].items():
        if "state" in name:
            continue  # screen/test_states.py meets those
        begin = max(sentence.replace("}", "{").split("{")[::2], key=len)
        assert any(begin in reason for reason in told), name
