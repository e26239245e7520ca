"""Exercises that answer back: hand in a function, learn whether it is right, and if not, where.

Each check returns a ``Verdict``: "right", "wrong" (with the place, what was expected, what came,
and a hint) or "not yet" for a starter that nobody has filled in. Whatever a student's code returns
or raises becomes a verdict; what is wrong with the exercise itself (no points to compare at) is
raised. The truth comes from the engine: its derivatives, its checker, its op table.

A check runs a student's code in this process, which is for one's own notebook. It cannot stop an
endless loop, a full memory, ``os._exit``, or code that sets out to change the check; work of
strangers is for ``Submission``, which keeps it in a process of its own.

* ``check``: a function, or a number, against the truth.
* ``check_derivative``: a derivative written by hand against the engine's.
* ``check_lines``: a derivation, whose blanks are filled and checked line by line.
* ``check_neuron``: a neuron, its value and its gradient.
* ``check_op``, ``check_row``: a row of the op table, by value, first and second derivative.
* ``check_backward``: a ``Value`` class or a backward pass of one's own, on random expressions.
* ``check_optimiser``: an update rule against a reference, step by step.
* ``check_with``: what is made of an answer, such as a network of its weights.
* ``check_chosen``: an answer of the student's own choice, by what must hold of it.
* ``course``: an exercise of the course, with hints one by one; ``progress`` shows how far one is.
* ``Submission``: the work of others, as text, for these checks.
* ``chain_rule``: fresh exercises with worked solutions.
* ``temporary_op``: a row of the op table for the length of a block, which a question may need.

>>> from autograd import exercises
>>> exercises.check_derivative(lambda x: x**3, lambda x: 3 * x, at=[0, 1, 2])
wrong: at x = 2: expected 12, got 6
>>> exercises.check_derivative(lambda x: x**3, lambda x: 3 * x**2, at=[0, 1, 2])
right: agrees at 3 points

``import autograd`` does not load it. Read ``verdict.py`` next, then ``asking.py`` and
``answers.py``.
"""

from autograd.define import temporary_op
from autograd.exercises.answers import check, check_derivative, check_neuron, check_with
from autograd.exercises.asks import at_most, by_hand, by_nodes, uses
from autograd.exercises.backward import check_backward
from autograd.exercises.chosen import check_chosen
from autograd.exercises.lessons.course import course, solution
from autograd.exercises.lessons.exercise import Exercise, Lesson
from autograd.exercises.lessons.progress import Progress, progress
from autograd.exercises.lines import check_lines
from autograd.exercises.questions import ChainRule, chain_rule
from autograd.exercises.rows import check_op, check_row
from autograd.exercises.submission import Submission
from autograd.exercises.updates import check_optimiser
from autograd.exercises.verdict import Verdict

__all__ = [
    "ChainRule",
    "Exercise",
    "Lesson",
    "Progress",
    "Submission",
    "Verdict",
    "at_most",
    "by_hand",
    "by_nodes",
    "chain_rule",
    "check",
    "check_backward",
    "check_chosen",
    "check_derivative",
    "check_lines",
    "check_neuron",
    "check_op",
    "check_optimiser",
    "check_row",
    "check_with",
    "course",
    "progress",
    "solution",
    "temporary_op",
    "uses",
]


def __dir__() -> list[str]:
    """What a prompt offers: what the door is for."""
    return __all__
