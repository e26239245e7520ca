"""Rows that are asked for, and what is answered."""

import math

import pytest

import nn
from nn.cli.answers import answers, asked
from nn.cli.kept import kept_of
from nn.cli.terminal import Refused


@pytest.fixture
def csv(tmp_path):
    def csv(text):
        (tmp_path / "rows.csv").write_text(text)
        return str(tmp_path / "rows.csv")

    return csv


def constant(*numbers, output="linear"):
    """A network that answers with these numbers, whatever it is asked."""
    model = nn.MLP(2, [len(numbers)], output=output, init=lambda inputs, outputs, rng: 0.0)
    for neuron, x in zip(model.layers[0].neurons, numbers):
        neuron.b.data = x
    return model


def test_rows_as_words_and_in_files(csv):
    assert asked("0, -1e3", None) == [[0.0, -1000.0]]
    assert asked("7", None) == [[7.0]]
    assert asked(csv("0,1\n1,1\n"), None) == [[0.0, 1.0], [1.0, 1.0]]
    assert asked(csv("a,b\n0,1\n"), None) == [[0.0, 1.0]]


def test_columns_are_found_by_name(csv, tmp_path):
    text = "class,b,2019,a\nyes,1,9,2\n?,3,9,4\n"
    assert asked(csv(text), None, ["a", "b"]) == [[2.0, 1.0], [4.0, 3.0]]
    nn.save(nn.Neuron(2), tmp_path / "m.json", about={"columns": ["b", "a"]})
    kept = kept_of(tmp_path / "m.json")
    assert asked(csv(text), kept) == [[1.0, 2.0], [3.0, 4.0]]
    assert asked(csv("1,2\n"), kept) == [[1.0, 2.0]]
    with pytest.raises(Refused, match="has no column 'a'; the model takes b, a"):
        asked(csv("b,c\n1,2\n"), kept)
    with pytest.raises(Refused, match="two columns are called 'a'"):
        asked(csv("a,b,a\n1,2,3\n"), kept)
    assert asked(csv("a,b,c,c\n1,2,3,4\n"), kept) == [[2.0, 1.0]]  # the model asks for neither


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is neither a row of numbers such as 0,1 nor a CSV file that is there"),
        ("0,,1", "is neither a row"),
        ("nan,1", "is neither a row"),
        ("0,1e101", "has a number that is too large"),
        ("\0", "is neither a row"),
    ],
)
def test_what_is_no_row(text, said):
    with pytest.raises(Refused, match=said):
        asked(text, None)


def test_bad_rows_of_a_file(csv):
    with pytest.raises(Refused, match="line 3, column 'b': 'x' is no number; line 4: 1 cells"):
        asked(csv("a,b\n0,1\n1,x\n2\n"), None)
    with pytest.raises(Refused, match="has a header and no rows"):
        asked(csv("a,b\n"), None)


def test_answers_are_classes_with_their_probability():
    (found,) = answers(constant(math.log(3.0)), ["no", "yes"], [[0.0, 1.0]])
    assert found == {"row": [0.0, 1.0], "answer": "yes", "probability": pytest.approx(0.75)}
    (found,) = answers(constant(-math.log(3.0), output="sigmoid"), ["no", "yes"], [[0.0, 1.0]])
    assert (found["answer"], found["probability"]) == ("no", pytest.approx(0.75))
    (found,) = answers(constant(0.0, math.log(2.0), 0.0), ["a", "b", "c"], [[0.0, 1.0]])
    assert (found["answer"], found["probability"]) == ("b", pytest.approx(0.5))


@pytest.mark.parametrize(
    ("model", "labels", "said"),
    [
        (constant(0.5), [], 0.5),
        (constant(0.5, output="tanh"), ["a", "b"], math.tanh(0.5)),
        (constant(0.5, 1.0, 2.0), ["a", "b"], [0.5, 1.0, 2.0]),
    ],
)
def test_answers_that_no_labels_are_known_for_are_numbers(model, labels, said):
    assert answers(model, labels, [[0.0, 1.0]]) == [{"row": [0.0, 1.0], "answer": said}]


@pytest.mark.parametrize(
    ("model", "row", "said"),
    [
        (constant(0.5), [1.0], "has no answer to a row of 1 number: expected a list of 2 inputs"),
        (nn.GPT(3, 2, 4, 1, rng=0), [0.5, 1.0], "has no answer to a row of 2 numbers"),
        (nn.Sequential(nn.Layer(2, 1, "exp", rng=0)), [1e99, 1e99], "has no answer"),
        (nn.Sequential(nn.reshape(1, 2)), [0.5, 1.0], "or more than a row of them"),
    ],
)
def test_models_that_have_no_answer(model, row, said):
    with pytest.raises(Refused, match=said):
        answers(model, [], [row])
