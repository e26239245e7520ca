"""A table of one's own: read, or told what is wrong with it and where."""

from typing import Any

import pytest

from nn.cli.own_data import MISSING
from tests.node import answer

SCRIPT = "nn/playground/page/screen/own_data.js"
ROWS = """
try {
  const table = tableOf(given.text);
  return given.columns ? tableRows(table, given.columns, given.most ?? 2000) : table;
} catch (error) {
  if (!(error instanceof BadTable)) throw error;
  return error.message;
}"""


def read(text: str, columns: Any = None, **more: Any) -> Any:
    return answer([SCRIPT], ROWS, {"text": text, "columns": columns, **more})


def rows(text: str, x1: int = 0, x2: int | None = 1, target: int = 2, **more: Any) -> Any:
    columns = {"x1": x1, "x2": x2, "target": target, "scale": more.pop("scale", False)}
    return read(text, columns, **more)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_header_or_none_and_any_mark(mark: str) -> None:
    lines = [["a", "b", "c"], ["1", "2", "x y"], ["3", "4", "z"]]
    text = "\n".join(mark.join(line) for line in lines)
    assert read(text)["names"] == ["a", "b", "c"]
    assert read(text)["lines"] == [[2, ["1", "2", "x y"]], [3, ["3", "4", "z"]]]
    without = text.partition("\n")[2].replace("x y", "0").replace("z", "1")
    assert read(without)["names"] == ["column 1", "column 2", "column 3"]
    assert len(read(without)["lines"]) == 2


def test_quotes_empty_lines_and_other_line_ends() -> None:
    text = '\ufeffa,b,c\r\n"1","2","say ""hi"", you"\r\n\r\n 3 , 4 ,"two\nlines"\r\n5,6,x'
    assert read(text)["lines"] == [
        [2, ["1", "2", 'say "hi", you']],
        [4, ["3", "4", "two\nlines"]],
        [6, ["5", "6", "x"]],
    ]


def test_two_and_three_words_are_classes_and_many_numbers_are_numbers() -> None:
    assert rows("a,b,c\n1,2,no\n3,4,yes\n5,6,no") == {
        "X": [[1, 2], [3, 4], [5, 6]], "y": [0, 1, 0], "kind": "two",
    }  # fmt: skip
    assert rows("1,2,10\n1,2,9\n1,2,-1")["y"] == [2, 1, 0]  # in the order of the numbers
    found = rows("1,2,0.5\n1,2,1\n1,2,2\n1,2,3")
    assert (found["kind"], found["y"]) == ("number", [0.5, 1, 2, 3])


@pytest.mark.parametrize("cell", [*MISSING, "NaN", ""])
def test_a_class_that_is_missing(cell: str) -> None:
    found = f"“{cell}” is no class" if cell else "there is no class"
    assert rows(f"a,b,c\n1,2,0\n3,4,{cell}\n5,6,1") == f"line 3, c: {found}: leave the row out"


def test_one_input_is_enough() -> None:
    assert rows("1,0.5\n2,1\n3,2\n4,3", x2=None, target=1)["X"] == [[1], [2], [3], [4]]


def test_columns_are_scaled_when_asked() -> None:
    found = rows("10,2,0\n20,2,1\n30,2,0", scale=True)
    assert found["X"] == [[-1.224745, 0], [0, 0], [1.224745, 0]]
    assert found["y"] == [0, 1, 0]


def test_of_a_large_table_some_rows_are_taken_evenly() -> None:
    text = "\n".join(f"{i},0,{i % 2}" for i in range(10))
    assert [x[0] for x in rows(text, most=5)["X"]] == [0, 2, 4, 6, 8]


REFUSED = [
    ("", "it is empty"),
    ("1\n2", "line 1 has one column: two are needed"),
    ("a,b,c", "it has a header and no rows below it"),
    ("a,b,c\n1,2", "line 2 has 2 cells, where 3 are needed"),
    ("a,b,c\n1,2,x\n3,4,x", "c is the same in every row: there is nothing to learn"),
    ("a;b;c\n1,5;2;x\n3;4;y", "line 2, a: “1,5” is no number: write 1.5, with a point"),
    ("a;b;c\n1;2;0,5\n1;2;1,5\n1;2;2,5\n1;2;3,5", "line 2, c: “0,5” is no number: write 0.5"),
    ("a,b,c\n1,,x\n3,4,y", "line 2, b: there is no number"),
    ("a,b,c\n1,2,x\n3,inf,y", "line 3, b: “inf” is no number"),
    ("a,b,c\n1,1e200,x\n3,4,y", "line 2, b: “1e200” is no number"),
    ("1,2,a\n1,2,b\n1,2,c\n1,2,d", "column 3 has 4 classes: at most 3 are learnt here, or numbers"),
    ("a,b,c\n1,2,3\n1,2,4\n1,2,5\n1,2,oops", "line 5, c: “oops” is no number"),
    ('a,b,c\n1,2,"x\n', "line 2: a quote is not closed, or stands within a cell"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_table_is_told_with_its_place(text: str, reason: str) -> None:
    assert str(rows(text)).startswith(reason)
