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
    text, notes = definitions(texts, ["answer"])
    assert text.splitlines() == [
        *("try:", "    import math", "except ImportError:", "    pass"),
        *("try:", "    from os import path", "except ImportError:", "    pass"),
        *("@staticmethod", "def f(x):", "    # a comment", "    return x", "class C: pass"),
        *("answer = f(3)", "w = [1, 2]"),
    ]
    assert notes == ["piece 4 is no Python"]


def test_cells_of_a_notebook_without_what_speaks_to_it(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": "text"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "x = 1\n", "!ls\n"]},
        {"cell_type": "code", "source": None},
        "not a cell",
    ]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    assert pieces(path) == ["x = 1", ""]
    path.write_text("[1, 2]")
    assert pieces(path) == []
    path.write_text("{")
    with pytest.raises(FileFormatError):
        pieces(path)


@pytest.mark.parametrize("text", ["(" * 5000, "x = " + "-" * 20000 + "1", "\0"])
def test_what_breaks_a_parser_is_a_note(text: str) -> None:
    assert definitions([text], [])[1] in ([], ["piece 1 is no Python"])
