"""The public names, read off the doors, and the page of the reference that each belongs to.

A name finds its page by the module that it is defined in, so a new one in a known room needs no
line here; one of a new room is ``lost`` until the room has a line in ``PAGES``.
"""

import importlib
import inspect
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent.parent
#: where public names stand; modules that they offer are doors as well
DOORS = ("autograd", "autograd.exercises", "nn", "nn.data.names")


class Page(NamedTuple):
    """A page of the reference: its title, a sentence, and the rooms whose names it lists."""

    title: str
    told: str
    rooms: tuple[str, ...]


#: file name -> the page
PAGES = {
    "values": Page(
        "Values and graphs",
        "Numbers that remember what they were made of.",
        ("autograd.value", "autograd.graph", "autograd.finite"),
    ),
    "operations": Page(
        "Operations",
        "One function for each row of the [table of operations](../ops.md), and sums of many.",
        ("autograd.functions", "autograd.sums", "autograd.define"),
    ),
    "derivatives": Page(
        "Derivatives of functions",
        "Of plain Python functions, to any order; solvers that are differentiated as a whole.",
        (
            *("autograd.functional", "autograd.expansion", "autograd.implicit", "autograd.sparse"),
            *("autograd.gradcheck", "autograd.elimination"),
        ),
    ),
    "pictures": Page(
        "Pictures", "What a graph looks like, drawn, told and played.", ("autograd.show",)
    ),
    "compiler": Page("Compiler", "A function as machine code.", ("autograd.compiler",)),
    "exercises": Page(
        "Exercises", "Questions that say what is wrong and where.", ("autograd.exercises",)
    ),
    "files": Page(
        "Files and formulas",
        "Graphs in files that are whole or not there, and as SymPy's expressions.",
        ("autograd.exchange", "autograd.files"),
    ),
    "errors": Page("Errors", "What went wrong, where, and what to do next.", ("autograd.errors",)),
    "models": Page(
        "Models and layers",
        "Neurons, layers and networks of Values.",
        ("nn.models", "nn.probabilities"),
    ),
    "losses": Page("Losses", "How wrong an answer is, as one number.", ("nn.losses",)),
    "optimisers": Page(
        "Optimisers and schedules", "How parameters follow their gradients.", ("nn.optim",)
    ),
    "data": Page("Data", "Examples to learn from.", ("nn.data",)),
    "training": Page("Training", "The loop, and what it tells.", ("nn.training",)),
    "plot": Page("Plots of networks", "What a network does, as a picture.", ("nn.plot",)),
    "latent": Page("Hidden variables", "PCA and probabilistic PCA.", ("nn.latent",)),
    "page": Page(
        "In the page",
        "Networks that learn in a page, without Python.",
        ("nn.playground", "autograd.page", "autograd.bundle"),
    ),
    "keep": Page(
        "Models in files", "Keeping a model, and taking it elsewhere.", ("nn.files", "nn.export")
    ),
}


class Name(NamedTuple):
    """A public name: the path that it is imported by, what it is, and its other paths."""

    path: str
    thing: Any
    door: str
    others: tuple[str, ...] = ()

    @property
    def offered(self) -> str:
        """The name in the module that offers it."""
        return f"{self.door}.{self.path.rpartition('.')[2]}"

    @property
    def home(self) -> str:
        """The module that it is defined in; a constant's is the door that offers it."""
        if isinstance(self.thing, ModuleType):
            return self.thing.__name__
        return self.thing.__module__ if self.defined else self.door

    @property
    def defined(self) -> bool:
        """Whether it is a function or a class, which says itself what it is."""
        return inspect.isfunction(self.thing) or isinstance(self.thing, type)


def public() -> list[Name]:
    """Every public name once, under its shortest path."""
    if sys.path[0] != str(ROOT):
        sys.path.insert(0, str(ROOT))  # the pages are of this checkout
    found: dict[object, list[Name]] = {}
    for door in DOORS:
        for name in _behind(door, importlib.import_module(door)):
            key = id(name.thing) if name.defined else name.path
            found.setdefault(key, []).append(name)
    return [_as_one(names) for names in found.values()]


def _behind(path: str, door: Any) -> list[Name]:
    names = []
    for name in door.__all__:
        found = Name(f"{path}.{name}", getattr(door, name), door.__name__)
        names.append(found)
        if isinstance(found.thing, ModuleType):
            names += _behind(found.path, found.thing)
    return names


def _as_one(names: list[Name]) -> Name:
    first, *rest = sorted(names, key=lambda name: name.path.count("."))
    return first._replace(others=tuple(name.path for name in rest))


def place_of(name: Name) -> tuple[str, int] | None:
    """The page whose room is the closest above a name's home, and the room's place on it.

    ``None`` if it is lost.
    """
    room = name.home
    while room:
        for file, page in PAGES.items():
            if room in page.rooms:
                return file, page.rooms.index(room)
        room = room.rpartition(".")[0]
    return None
