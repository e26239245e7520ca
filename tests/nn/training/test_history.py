"""The record of a training: what it counts and what it prints."""

from nn import MLP, History, fit, gates


def test_it_begins_empty_and_counts_epochs_and_steps():
    assert History() == History([], {}, "finished", 0)
    assert (History().epochs, repr(History())) == (0, "History(0 epochs, finished)")
    history = fit(MLP(2, [2, 1], rng=0), *gates.xor(), epochs=3, batch_size=3)
    assert (history.epochs, history.steps) == (3, 6)


def test_a_further_fit_counts_anew():
    model = MLP(2, [2, 1], rng=0)
    assert [fit(model, *gates.xor(), epochs=n).steps for n in (2, 3)] == [2, 3]


def test_its_words():
    history = History([0.5], {"accuracy": [0.25], "worst": []}, "callback")
    assert repr(history) == "History(1 epoch, callback: loss 0.5 -> 0.5, accuracy 0.25 -> 0.25)"


def test_in_a_notebook_it_is_a_table_with_curves():
    html = History(
        [0.5, 0.125], {"accuracy": [0.25, 1.0], "<worst>": []}, "callback", 4
    )._repr_html_()
    assert "<p>2 epochs, 4 steps, callback</p>" in html
    assert "<th>loss</th><td>0.5</td><td>0.125</td><td>0.5</td><td>0.125</td><td><div " in html
    assert html.count("<tr>") == 3
    named = History([1.0], {"<b>": [2.0]})._repr_html_()
    assert "<th>&lt;b&gt;</th>" in named
    assert "table" not in History()._repr_html_()
