"""Tables of one's own: which columns are what, which classes there are, and what is wrong."""

import re

import pytest

import nn
from nn.cli.kept import kept_of
from nn.cli.own_data import MISSING, own_task
from nn.cli.terminal import Refused


@pytest.fixture
def task(tmp_path):
    def task(text, target=None, about=None, objective=None):
        path = tmp_path / "own.csv"
        path.write_text(text)
        kept = None
        if about is not None:
            nn.save(nn.Neuron(2), tmp_path / "m.json", about=about)
            kept = kept_of(tmp_path / "m.json")
        return own_task(path, target, kept, objective)

    return task


def test_a_header_and_words(task):
    found = task("a,b,kind\n1,2,yes\n3,4,no\n5,6,maybe\n")
    assert found.data(0) == ([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [2, 1, 0])
    assert (found.labels, found.columns) == (("maybe", "no", "yes"), ("a", "b"))
    assert (found.inputs, found.outputs, found.objective) == (2, 3, "cross_entropy")
    assert (found.name, found.target) == ("own", "kind")
    assert found.title == "own.csv, 3 rows of 3 classes"


def test_numbers_without_a_header(task):
    found = task("1,2,10\n3,4,9.0\n5,6,10\n")
    assert found.data(0)[1] == [1, 0, 1]
    assert (found.labels, found.columns, found.target) == (("9", "10"), (), "3")
    assert (found.outputs, found.objective) == (1, "bce_with_logits")


@pytest.mark.parametrize("target", ["kind", "1"])
def test_a_target_by_name_and_by_number(task, target):
    found = task("kind,a\nx,1\ny,2\n", target)
    assert (found.columns, found.target, found.labels) == (("a",), "kind", ("x", "y"))


def test_a_kept_model_tells_columns_and_classes(task):
    about = {"columns": ["b", "a"], "labels": ["yes", "no"], "target": "kind"}
    found = task("kind,a,more,b\nno,1,x,2\nno,3,x,4\n", about=about)
    assert found.data(0) == ([[2.0, 1.0], [4.0, 3.0]], [1, 1])
    assert found.labels == ("yes", "no")
    with pytest.raises(Refused, match="line 3, column 'kind': the model knows no 'yep', but yes"):
        task("kind,a,b\nno,1,2\nyep,3,4\n", about=about)
    with pytest.raises(Refused, match=r"'a' is an input of .*m\.json, no target"):
        task("kind,a,b\nno,1,2\nyes,3,4\n", "a", about)


@pytest.mark.parametrize(
    ("text", "target", "said"),
    [
        ("a\n1\n", None, "has one column: a target needs others to be told from"),
        ("a,b\n1,x\n2,y\n", "c", "argument --target: .*has no column 'c', but a, b"),
        ("a,b\n1,x\n2,y\n", "0", "has no column '0'"),
        ("a,b\n1,x\n2,y\n", "3", "has no column '3'"),
        ("a,b\n1,x\n", None, "has 1 row: two or more are needed"),
        ("a,b\n", None, "has 0 rows: two"),
        ("a,b\n1,x\n2,x\n", None, "all rows are of the class 'x': two are needed"),
        ("a,b\n" + "".join(f"1,x{i}\n" for i in range(21)), None, "has 21 different entries, and"),
        ("a,b\n1,0.5\n2,1.5\n3,n/a\n", None, r"line 4, column 'b': 'n/a' is no number \('b' has 2"),
        *(
            (
                f"a,b\n1,0\n2,{x}\n3,1\n",
                None,
                f"line 3, column 'b': {re.escape(repr(x))} is",
            )
            for x in (*MISSING, "NaN")
        ),
        ("a,b\n1,0.5\n2,0.5\n", None, "column 'b' is 0.5 in all rows: there is nothing to tell"),
        ("a,b\n1,1e-320\n2,3e-320\n", None, "column 'b' varies by 2e-320 only, whose square is no"),
        ("a,b\n1e-180,x\n3e-180,y\n", None, "column 'a' varies by 2e-180 only, whose square is no"),
        ("a,b\nx,1\n2,\n3,0,4\nnan,1\n", None, "line 2, column 'a': 'x' is no number; line 3, "),
        ("a,b\nx,1\n2,\n3,0,4\n", None, "column 'b': there is no target; line 4: 3 cells, where 2"),
    ],
)
def test_what_is_wrong_is_told(task, text, target, said):
    with pytest.raises(Refused, match=said):
        task(text, target)


def test_numbers_are_told_as_numbers(task):
    found = task("a,b\n1,0.5\n2,1.5\n3,-7\n")
    assert found.data(0) == ([[1.0], [2.0], [3.0]], [0.5, 1.5, -7.0])
    assert (found.objective, found.regression, found.outputs, found.labels) == ("mse", True, 1, ())
    assert found.title == "own.csv, 3 rows with numbers from -7 to 1.5"
    assert found.note.startswith("'b' has 3 different numbers and is taken for a number")
    many = task("a,b\n" + "".join(f"1,{i}\n" for i in range(21)))
    assert (many.regression, "at most 20 classes" in many.note) == (True, True)


def test_what_is_asked_for_is_done_without_a_note(task):
    text = "a,b\n1,3\n2,4.0\n3,3\n"
    for objective, y in (
        (None, [0, 1, 0]),
        ("classification", [0, 1, 0]),
        ("regression", [3, 4, 3]),
    ):
        found = task(text, objective=objective)
        assert (found.data(0)[1], bool(found.note)) == (y, objective is None)
    halves = task("a,b\n1,0.5\n2,1.50\n3,1.5\n", objective="classification")
    assert (halves.labels, halves.data(0)[1]) == (("0.5", "1.5"), [0, 1, 1])
    with pytest.raises(Refused, match=r"line 2, column 'b': 'x' is no number; line 3, .*'y' is no"):
        task("a,b\n1,x\n2,y\n3,7\n", objective="regression")
    with pytest.raises(Refused, match="has 21 different entries, and at most 20 classes"):
        task("a,b\n" + "".join(f"1,{i}\n" for i in range(21)), objective="classification")


def test_a_kept_model_tells_what_it_was_trained_for(task):
    about = {"columns": ["a"], "labels": [], "target": "b", "objective": "regression"}
    found = task("a,b\n1,3\n2,3\n", about=about)  # to be judged: the same in all rows will do
    assert (found.regression, found.note, found.data(0)[1]) == (True, "", [3.0, 3.0])
    with pytest.raises(Refused, match=r"--objective: .*m\.json was trained for regression"):
        task("a,b\n1,3\n2,4\n", about=about, objective="classification")
    classes = {"labels": ["3", "4"]}
    with pytest.raises(Refused, match=r"m\.json was trained for classification"):
        task("a,b\n1,3\n2,4\n", about=classes, objective="regression")
    assert not task("a,b\n1,3\n2,4\n", about=classes).regression
