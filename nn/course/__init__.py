"""The exercises of the course in ``notebooks/``, a module a lesson: ``exercises.course`` asks them.

A lesson's module defines ``LESSON``: each exercise is its solution, with the check, where to look,
how a solution begins, and the slips that students make. What an exercise needs besides (a network,
a table, a function to ask with) stands beside it, as the notebook defines it.
"""

from importlib import import_module
from pkgutil import iter_modules

from autograd.exercises import Lesson

__all__ = ["LESSONS"]

#: in order; ``pyproject.toml`` offers them as ``chainrule.lessons``
LESSONS: tuple[Lesson, ...] = tuple(
    import_module(f"{__name__}.{found.name}").LESSON
    for found in sorted(iter_modules(__path__), key=lambda found: found.name)
    if found.name.startswith("lesson")
)
