"""What of a submission is run, and what is left out."""

import json
from pathlib import Path

import pytest

from autograd.errors import FileFormatError
from autograd.exercises.teachers.reading import definitions, pieces


def test_definitions_and_answers_are_kept_and_work_is_not() -> None:
    texts = [
        "import math\nfrom os import path\nprint('hello')\nwhile True: pass",
        "@staticmethod\ndef f(x):\n    # a comment\n    return x\nclass C: pass\nf(3)",
        "answer = f(3)\nhistory = train()\nw = [1, 2]; plot(w)\nw.label = 'w'\nfor i in w: pass",
        "def broken(:",
    ]
    found, notes = definitions(texts, ["answer"])
    assert [statement.source for statement in found] == [
        "import math",
        "from os import path",
        "@staticmethod\ndef f(x):\n    # a comment\n    return x",
        "class C: pass",
        "answer = f(3)",
        "w = [1, 2]",
    ]
    assert notes == ["piece 4 is no Python"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("k = 1 / 3\ndef answer(x): return k * x", 2),
        ("s = lambda x: x\nt = s\ndef answer(x): return t(x)", 3),
        ("k = 1 / 3\ndef answer(k): return k", 1),
        ("model = train()\ndef show(): return model\nanswer = 2", 2),
        ("answer: tuple = (f, 2)", 1),
        ("other, answer = f()", 1),
        ("answer = [0] * 3\nanswer[0] = f()\nother[0] = 1", 2),
        ("if True:\n    def answer(x): return x\nfor i in x: pass", 1),
        ("data = load()\ndef answer(x): return data", 1),
        ("é = 1 / 3; answer = (é,\n    'é'); plot(answer)", 2),
    ],
)
def test_what_the_answers_need_is_kept(text: str, kept: int) -> None:
    found, notes = definitions([text], ["answer"], given=["data"])
    assert (len(found), notes) == (kept, [])
    for statement in found:
        assert statement.source in text


def test_ways_to_write_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    for raw in (b"\xef\xbb\xbfx = 'a'\r\n", b"# coding: latin-1\nx = '\xe9'\n"):
        path.write_bytes(raw)
        found, notes = definitions(pieces(path), [])
        assert [statement.source[:5] for statement in found] == ["x = '"], notes
    path.write_bytes(b"x = '\xe9'")
    with pytest.raises(SyntaxError):
        pieces(path)


def test_cells_of_a_notebook_without_what_speaks_to_it(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "text"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "x = 1\n", "!ls\n"]},
        {"cell_type": "code", "source": None},
        "not a cell",
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    assert pieces(path) == ["x = 1\n", ""]
    for other in ("[1, 2]", "{", '{"cells": 3}'):
        path.write_text(other)
        with pytest.raises(FileFormatError):
            pieces(path)


def test_a_line_of_python_may_begin_with_a_sign_of_the_notebook(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    cells = [{"cell_type": "code", "source": "x = (7\n    % 2)"}]
    path.write_text(json.dumps({"cells": cells}))
    assert pieces(path) == ["x = (7\n    % 2)"]


@pytest.mark.parametrize("text", ["(" * 5000, "x = " + "-" * 20000 + "1", "\0"])
def test_what_breaks_a_parser_is_a_note(text: str) -> None:
    assert definitions([text], [])[1] in ([], ["piece 1 is no Python"])
