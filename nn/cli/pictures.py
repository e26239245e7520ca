"""The two pictures that the command line leaves behind.

Read ``names.py`` next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import autograd as ag
from autograd import Value
from nn.checks import needed
from nn.plot import boundary
from nn.plot.pixels import mistakes, weight_images

__all__ = ["pictures"]

#: a graph of more nodes is drawn with its neurons, or its layers, as closed boxes
CLOSE_NEURONS, CLOSE_LAYERS = 150, 3000


def pictures(name: str, model: Any, X: Any, y: Any, out: Path) -> tuple[list[str], list[str]]:
    """Write both; return the paths, and a sentence for each picture that could not be made.

    Raises ``OSError`` if a file cannot be written; what stood there before then still does.
    """
    made, notes = [], []
    for what, ending, write in PLANE if len(X[0]) == 2 else PIXELS:
        path = out / f"{name}-{what}.{ending}"
        try:
            with _whole(path) as beside:
                write(model, X, y, beside)
            made.append(str(path))
        except ag.MissingPackageError as error:
            notes.append(str(error))
        except (ag.GraphError, ArithmeticError) as error:  # too large, or too steep, to be drawn
            notes.append(f"{path.name} is not drawn: {str(error).partition(':')[0]}")
    return made, notes


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A path of the same name beside the file, which takes its place when it is complete."""
    with TemporaryDirectory(dir=path.parent, prefix=".nn-") as folder:
        beside = Path(folder) / path.name
        yield beside
        beside.replace(path)


def _graph(model: Any, X: Any, y: Any, path: Path) -> None:
    """The computation of the network's answer for one example, with its gradients."""
    inputs = [Value(x, label=f"x{i}") for i, x in enumerate(X[1], start=1)]
    answer = ag.sigmoid(model(inputs))
    answer.label = "answer"
    model.zero_grad()
    answer.backward()
    size = len(ag.topological_order(answer))
    if size <= CLOSE_NEURONS:
        picture = ag.draw(answer, model=model, depth="scalar")
    else:
        picture = ag.draw(answer, model=model, depth="neuron" if size <= CLOSE_LAYERS else "layer")
    picture.render(str(path))


def _boundary(model: Any, X: Any, y: Any, path: Path) -> None:
    """The decision boundary."""
    figure = _figure("the decision boundary")
    figure.set_size_inches(6.0, 6.0)
    ax = boundary(model, X, y, figure.subplots(), loss="bce_with_logits")
    ax.set_title(path.stem.removesuffix("-boundary"))
    figure.savefig(path, dpi=120, bbox_inches="tight")


def _mistakes(model: Any, X: Any, y: Any, path: Path) -> None:
    """The pictures that were taken for another digit."""
    figure = mistakes(model, X, y, figure=_figure("the picture of the mistakes"))
    figure.savefig(path, dpi=120, bbox_inches="tight")


def _weights(model: Any, X: Any, y: Any, path: Path) -> None:
    """What each neuron of the first layer looks for."""
    figure = weight_images(model.layers[0], figure=_figure("the picture of the weights"))
    figure.savefig(path, dpi=120, bbox_inches="tight")


def _figure(purpose: str) -> Any:
    """A figure without pyplot, which would ask for a display."""
    return needed(purpose, "matplotlib.figure").Figure(layout="constrained")


#: what is drawn for points of the plane, and for pictures: name, kind of file, writer
PLANE = (("graph", "svg", _graph), ("boundary", "png", _boundary))
PIXELS = (("mistakes", "png", _mistakes), ("weights", "png", _weights))
