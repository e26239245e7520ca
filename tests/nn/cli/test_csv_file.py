"""CSV files: separators, headers, and what is wrong by line and column."""

import os

import pytest

import autograd as ag
from nn.cli import csv_file
from nn.cli.csv_file import Bad, cell_number, opened, titles
from nn.cli.terminal import Refused


@pytest.fixture
def table(tmp_path):
    def table(text):
        path = tmp_path / "a.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return opened(path)

    return table


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separators_blank_lines_and_quotes(table, mark):
    found = table(f"\ufeff\r\na{mark} b\r\n\r\n1{mark}'2'\r\n\"3\n4\"{mark}5")
    assert found.first == (2, ["a", "b"])
    assert list(found.more) == [(4, ["1", "'2'"]), (6, ["3\n4", "5"])]


def test_quotes_may_stand_behind_blanks(table):
    found = table(' "a", "b, in m" ,c\n 1, 2, "x, y"\n')
    assert found.first == (1, ["a", "b, in m", "c"])
    assert list(found.more) == [(2, ["1", "2", "x, y"])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b\n", ["a", "b"]),
        ("1,2\n", None),
        (",b\n", ["column 1", "b"]),
    ],
)
def test_titles(table, text, names):
    assert titles(table(text)) == names


def test_the_column_of_targets_is_not_asked(table):
    assert titles(table("1,2,setosa"), besides=2) is None
    assert titles(table("a,b,2019"), besides=2) == ["a", "b", "2019"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n \n", "is empty"),
        (b"\xff,1", "is no text in UTF-8: byte 0 is 0xff; save it as one, which spreadsheets call"),
        ("a,1\n", "line 1, is neither a header nor a row of numbers: 'a' is no number and others"),
        ("a,a\n", "two columns are called 'a'"),
        ("x" * 200_000, "field larger than field limit"),
    ],
)
def test_what_is_no_table(table, text, said):
    with pytest.raises(Refused, match=said):
        titles(table(text))


def test_a_file_that_is_too_large_and_one_that_is_none(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(csv_file.MOST_BYTES + 1)
    with pytest.raises(ag.FileFormatError, match="at most 4,000,000 are read"):
        opened(path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(ag.FileFormatError, match="a pipe or a device"):
            opened(tmp_path / "pipe")


def test_a_comma_in_a_number_is_told(table):
    bad = Bad(table("a;b\n"))
    cell_number(bad, 2, "a", "150,5")
    cell_number(bad, 2, "b", "1,500,000")
    with pytest.raises(Refused) as error:
        bad.refuse()
    assert str(error.value).partition("a.csv: ")[2] == (
        "line 2, column 'a': '150,5' is no number: write 150.5, with a point; "
        "line 2, column 'b': '1,500,000' is no number"
    )


def test_bad_cells_are_told_all_of_them_up_to_five(table):
    bad = Bad(table("a,b\n"))
    bad.refuse()
    assert cell_number(bad, 2, "a", "1.5") == 1.5
    bad.refuse()
    cell_number(bad, 2, "a", "x")
    cell_number(bad, 3, "b", "")
    cell_number(bad, 4, "b", "-1e101")
    assert bad.fits(5, ["1", "2"], 2)
    assert not bad.fits(5, ["1"], 2)
    with pytest.raises(Refused) as error:
        bad.refuse()
    assert str(error.value).partition("a.csv: ")[2] == (
        "line 2, column 'a': 'x' is no number; line 3, column 'b': there is no number; "
        "line 4, column 'b': -1e101 is too large; line 5: 1 cells, where 2 are needed"
    )
    for line in (6, 7, 8):
        bad.add(line, None, "no")
    with pytest.raises(Refused, match=r"line 6: no; and 2 more$"):
        bad.refuse()
