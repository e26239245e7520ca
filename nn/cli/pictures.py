"""The pictures that the command line leaves behind.

Read ``names.py`` next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from warnings import catch_warnings, filterwarnings, simplefilter

import autograd as ag
from autograd import Value
from nn.checks import needed
from nn.cli.tasks import Task
from nn.plot import boundary, history, network
from nn.plot.axes import ON_ANY_PAPER, colours_on, legend_below
from nn.plot.pixels import mistakes, weight_images

__all__ = ["Subject", "pictures"]

#: a graph of more nodes is drawn with its neurons as closed boxes, and one with more of these in
#: a layer, which would be too high, with its layers
MOST_OPEN, MOST_ABREAST = 40, 8
#: pixels, beyond which texts are too small in a column of text, and a page too long
WIDEST, HIGHEST = 1460.0, 1200.0


class Subject(NamedTuple):
    """What pictures are drawn of: a trained model, rows to show with it, its training.

    The rows are ``called`` what they are: training rows, or held-out ones. Columns of a task of
    one's ``own`` are no pixels, and are in standard deviations. Of a model that was kept the
    ``history`` may be None.
    """

    name: str
    model: Any
    X: Any
    y: Any
    history: Any
    called: str = "rows"
    own: Task | None = None

    @property
    def outputs(self) -> int:
        """How many numbers the model answers with."""
        return len(self.model.layers[-1].neurons)

    @property
    def loss(self) -> str:
        """What the outputs are read by; "bce" reads the end of a sigmoid, too."""
        if self.regression:
            return "mse"
        return "bce" if self.outputs == 1 else "cross_entropy"

    @property
    def regression(self) -> bool:
        """Whether it tells numbers."""
        return self.own is not None and self.own.regression


def pictures(subject: Subject, out: Path) -> tuple[list[str], list[str]]:
    """Write all; return the paths, and a sentence for each picture that could not be made.

    Raises ``OSError`` if a file cannot be written; what stood there before then still does.
    """
    made, notes, boxes = [], [], set[str]()
    for what, ending, write in _kinds(subject):
        path = out / f"{subject.name}-{what}.{ending}"
        try:
            with _whole(path) as beside, _quiet(boxes):
                write(subject, beside)
            made.append(str(path))
        except ag.MissingPackageError as error:
            notes.append(str(error))
        except OSError as error:
            if error.errno is not None:
                raise  # of the file; a library that cannot be loaded has no number
            notes.append(f"{path.name} is not drawn: {error}")
        except Exception as error:  # too large or too steep; a package that is broken
            notes.append(f"{path.name} is not drawn: {str(error).partition(':')[0]}")
    if boxes:
        notes.append(
            f"matplotlib's font has no {' '.join(sorted(boxes))} and draws boxes in .png pictures: "
            "name one that has them too in matplotlibrc, as font.family: DejaVu Sans, …"
        )
    return made, notes


def _kinds(subject: Subject) -> list[tuple[str, str, Any]]:
    """What can be drawn of it."""
    kinds: Sequence[tuple[str, str, Any]]
    if subject.regression:
        kinds = NUMBERS
    elif len(subject.X[0]) == 2:
        kinds = PLANE if subject.outputs == 1 else PLANE[:-1]
    else:
        kinds = ALWAYS if subject.own else PIXELS
    return [kind for kind in kinds if subject.history is not None or kind[0] != "training"]


@contextmanager
def _quiet(boxes: set[str]) -> Iterator[None]:
    """No warnings of axes up to 1e300, nor of letters that a font has not: ``boxes`` gets these."""
    with catch_warnings(record=True) as heard:
        filterwarnings("always", "Glyph ", UserWarning)
        simplefilter("ignore", RuntimeWarning)
        yield
    found = (re.match(r"Glyph (\d+) ", str(warning.message)) for warning in heard)
    boxes |= {chr(int(glyph[1])) for glyph in found if glyph}


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A path of the same name beside the file, which takes its place when it is complete."""
    with TemporaryDirectory(dir=path.parent, prefix=".nn-") as folder:
        beside = Path(folder) / path.name
        yield beside
        beside.replace(path)


def _network(subject: Subject, path: Path) -> None:
    """What every neuron answers, and the weights between them."""
    told = {"history": subject.history, "called": subject.called, "loss": subject.loss}
    network(subject.model, subject.X, subject.y, **told).save(path)


def _graph(subject: Subject, path: Path) -> None:
    """The computation of the network's answer for one row, as open as it can be read."""
    model = subject.model
    row = len(subject.X)  # the last one
    inputs = [Value(x, label=f"x{i} of row {row}") for i, x in enumerate(subject.X[-1], start=1)]
    answer = model(inputs)
    if model.layers[-1].activation != "sigmoid":
        answer = ag.sigmoid(answer)
    answer.label = "answer"
    model.zero_grad()
    answer.backward()
    size = len(ag.topological_order(answer))
    widest = max(len(layer.neurons) for layer in model.layers)
    depths: list[Any] = ["scalar"] * (size <= MOST_OPEN) + ["neuron"] * (widest <= MOST_ABREAST)
    for depth in [*depths, "layer"]:
        ag.draw(answer, model=model, depth=depth).render(str(path))
        if _readable(path.read_text(encoding="utf-8")):
            return


def _readable(svg: str) -> bool:
    """Whether a picture, in points, is neither too wide nor too high."""
    found = re.search(r'<svg[^>]* width="([\d.]+)pt"[^>]* height="([\d.]+)pt"', svg)
    sizes = [float(size) * 4 / 3 for size in found.groups()] if found else [0.0, 0.0]
    return sizes[0] <= WIDEST and sizes[1] <= HIGHEST


def _boundary(subject: Subject, path: Path) -> None:
    """The decision boundary."""
    with _figure("the decision boundary", path) as figure:
        figure.set_size_inches(6.0, 6.2)
        ax = figure.add_axes((0.12, 0.15, 0.84, 0.79))
        boundary(subject.model, subject.X, subject.y, ax, loss=subject.loss)
        ax.set_title(f"{subject.name}, {len(subject.X)} {subject.called}", parse_math=False)
        if subject.own is not None:
            _name(ax, subject.own)


def _name(ax: Any, own: Task) -> None:
    """Call columns and classes what a file calls them."""
    labels = {f"label {i}": label for i, label in enumerate(own.labels)}
    for handle, found in zip(*ax.get_legend_handles_labels()):
        told = labels.get(found, found)[:30].replace("$", r"\$")
        handle.set_label(f" {told}" if told.startswith("_") else told)  # which would hide it
    legend_below(ax)
    for name, write in zip(own.columns or ("x₁", "x₂"), (ax.set_xlabel, ax.set_ylabel)):
        write(f"{name[:30]}, in standard deviations", parse_math=False)


def _training(subject: Subject, path: Path) -> None:
    """The course of training."""
    with _figure("the course of training", path) as figure:
        figure.set_size_inches(6.4, 4.4)
        ax = figure.add_axes((0.12, 0.23, 0.76, 0.69))
        history(subject.history, ax).set_title(subject.name, parse_math=False)
        if subject.history.stopped == "callback":  # of the command line: the task is solved
            ax.set_xlabel("epoch, until it was solved")


def _told(subject: Subject, path: Path) -> None:
    """What is told of each row, over what it is: a good answer lies on the line."""
    with _figure("the picture of what is told", path) as figure:
        figure.set_size_inches(6.0, 6.0)
        ax = figure.add_axes((0.16, 0.12, 0.8, 0.8))
        told = [x.data for x in map(subject.model, subject.X)]
        ends = [min(*told, *subject.y), max(*told, *subject.y)]
        ax.plot(ends, ends, color=colours_on(ax)[1], label="exact")
        ax.scatter(subject.y, told, s=14, color=colours_on(ax)[0])
        ax.set_title(f"{subject.name}, {len(subject.X)} {subject.called}", parse_math=False)
        own = subject.own
        name = "" if own is None else own.target[:30] if own.columns else f"column {own.target}"
        ax.set_xlabel(name, parse_math=False)
        ax.set_ylabel(f"{name}, as it is told", parse_math=False)
        ax.grid(alpha=0.3)


def _mistakes(subject: Subject, path: Path) -> None:
    """The pictures that were taken for another digit."""
    with _figure("the picture of the mistakes", path) as figure:
        figure.set_layout_engine("constrained")
        mistakes(subject.model, subject.X, subject.y, figure=figure)


def _weights(subject: Subject, path: Path) -> None:
    """What each neuron of the first layer looks for."""
    with _figure("the picture of the weights", path) as figure:
        figure.set_layout_engine("constrained")
        weight_images(subject.model.layers[0], figure=figure)


@contextmanager
def _figure(purpose: str, path: Path) -> Iterator[Any]:
    """A figure without pyplot, which would ask for a display; it is written when it is drawn.

    Where the parts of it are known it needs no layout engine, which would draw it thrice.
    """
    with needed(purpose, "matplotlib").rc_context({**ON_ANY_PAPER, "font.size": 11}):
        figure = needed(purpose, "matplotlib.figure").Figure()
        yield figure
        figure.savefig(path, dpi=120)
        figure.clear()  # its parts hold one another, and would wait for the collector


#: what is drawn for points of the plane, and for pictures: name, kind of file, writer
NETWORK, TRAINING = ("network", "svg", _network), ("training", "png", _training)
ALWAYS = (NETWORK, TRAINING)
PLANE = (NETWORK, ("boundary", "png", _boundary), TRAINING, ("graph", "svg", _graph))
NUMBERS = (NETWORK, ("told", "png", _told), TRAINING)
PIXELS = (
    *ALWAYS,
    ("mistakes", "png", _mistakes),
    ("weights", "png", _weights),
)
