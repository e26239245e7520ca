"""The history of a training: its losses, its metrics, its scale, how it ended."""

import pytest

import nn
from autograd import GraphError, MissingPackageError, OperandError
from nn import MLP, History, gates
from nn.plot import history
from nn.plot.axes import PALETTE
from nn.plot.curves import DASHES
from tests.nn.plot.seen import curve, drawn, labels


def right_of(ax):
    """The axis of the metrics."""
    (other,) = (each for each in ax.figure.axes if each is not ax)
    return other


def test_losses_and_metrics(ax):
    told = History([0.7, 0.5, 0.4], {"accuracy": [0.25, 0.5, 1.0]})
    assert history(told, ax) is ax
    drawn(ax)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("epoch", "loss", "linear")
    assert list(curve(ax, "loss").get_xdata()) == [1, 2, 3]
    assert list(curve(ax, "loss").get_ydata()) == told.losses
    line = curve(right_of(ax), "accuracy")
    assert list(line.get_xdata()) == [1, 2, 3]
    assert list(line.get_ydata()) == told.metrics["accuracy"]
    assert right_of(ax).get_ylabel() == "accuracy"
    assert labels(ax) == ["loss", "accuracy"]


@pytest.mark.parametrize(
    ("losses", "scale"),
    [
        ([1.0, 0.04], "log"),
        ([1.0, 0.06], "linear"),
        ([20.0, 1.0], "linear"),  # 20 times and not more
        ([20.1, 1.0], "log"),
        ([0.04, 1.0, 0.5], "log"),
        ([1.0, 0.0], "linear"),
        ([1.0, -9.0], "linear"),
        ([-1.0, -100.0], "linear"),
    ],
)
def test_the_axis_is_logarithmic_where_that_helps(ax, losses, scale):
    assert history(History(losses), ax).get_yscale() == scale
    assert ax.figure.axes == [ax]  # no metrics, no second axis
    assert ax.get_legend() is None


@pytest.mark.parametrize(
    ("stopped", "xlabel"),
    [
        ("finished", "epoch"),
        ("callback", "epoch (ended by the callback)"),
        ("interrupted", "epoch (ended by Ctrl-C)"),
        ("still training", "epoch (still training)"),
    ],
)
def test_it_tells_how_training_ended(ax, stopped, xlabel):
    assert history(History([1.0, 0.5], stopped=stopped), ax).get_xlabel() == xlabel


def test_one_epoch_alone_is_a_point(ax):
    history(History([1.0], {"accuracy": [0.5]}), ax)
    assert curve(ax, "loss").get_marker() == "o"
    assert curve(right_of(ax), "accuracy").get_marker() == "o"
    history(History([1.0, 0.5]), ax)
    assert ax.get_lines()[-1].get_marker() in ("", "None")


def test_epochs_are_whole_numbers(ax):
    drawn(history(History([3.0, 2.0, 1.0]), ax))
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_metrics_of_any_size_and_number(ax):
    told = History([1.0, 0.5], {"error": [30.0, -2.0], "accuracy": [0.0, 1.0], "empty": []})
    right = right_of(drawn(history(told, ax)))
    assert right.get_ylabel() == "metrics"
    assert right.get_ylim()[1] > 30.0
    colours = {line.get_color() for line in (*right.get_lines(), curve(ax, "loss"))}
    assert len(colours) == 3
    assert labels(ax) == ["loss", "error", "accuracy"]


@pytest.mark.parametrize(
    ("course", "scaled"),
    [([0.0, 1.0], True), ([0.4, 0.5], True), ([0.5, 1.01], False), ([-0.01, 0.5], False)],
)
def test_shares_have_one_scale_in_all_pictures(ax, course, scaled):
    right = right_of(history(History([1.0, 0.5], {"m": course}), ax))
    assert (right.get_ylim() == (-0.03, 1.03)) is scaled


def test_metrics_are_told_apart_by_colour_and_dash(ax):
    """The legend shows for each the colour and the dash of its line."""
    courses = {f"m{i}": [0.1 * i, 0.5] for i in range(9)}
    right = right_of(drawn(history(History([1.0, 0.5], courses), ax)))
    looks = [(line.get_color(), line.get_linestyle()) for line in right.get_lines()]
    assert len(set(looks)) == 9
    assert PALETTE[0] not in {colour for colour, _ in looks}  # that is the loss's
    assert [dash for _, dash in looks[:4]] == ["--", ":", "-.", "--"] == [*DASHES, "--"]
    assert [colour for colour, _ in looks] == [*PALETTE[1:], *PALETTE[1:3]]
    told = ax.get_legend().get_texts()
    assert len({round(text.get_window_extent().x0) for text in told}) == 4  # columns
    handles = ax.get_legend().legend_handles
    assert [(h.get_color(), h.get_linestyle()) for h in handles[1:]] == looks
    assert handles[0].get_color() == curve(ax, "loss").get_color() == PALETTE[0]


def test_a_history_plots_itself(ax):
    told = nn.fit(MLP(2, [1], rng=0), *gates.xor(), epochs=3)
    assert told.plot(ax) is ax
    assert list(curve(ax, "loss").get_ydata()) == told.losses


def test_what_is_no_history_is_refused(ax):
    with pytest.raises(GraphError, match="no complete epoch: there is nothing to draw"):
        history(History(), ax)
    with pytest.raises(OperandError, match=r"a History, as fit returns it, is needed; got \[1.0\]"):
        history([1.0], ax)
    assert not list(ax.get_lines())


def test_without_ax_a_figure_is_made(pyplot):
    ax = history(History([1.0]))
    assert tuple(ax.figure.get_size_inches()) == (6.4, 4.4)
    assert history(History([1.0])) is not ax


def test_without_matplotlib_it_says_what_to_install(no_matplotlib):
    with pytest.raises(
        MissingPackageError,
        match=r"^the history of a training needs matplotlib, .*pip install matplotlib",
    ):
        history(History([1.0]))
