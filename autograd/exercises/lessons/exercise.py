"""``Exercise`` and ``Lesson``: a solution, its check, the slips, and what may be told step by step.

Read ``catalogue.py`` next.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograd.exercises.asks import Ask
from autograd.exercises.verdict import Verdict, answered, stop
from autograd.exercises.witness import Seen, alike, seeing

__all__ = ["Exercise", "Lesson", "Slip"]

Check = Callable[[Any], Verdict]


@dataclass
class Slip:
    """A wrong answer that students give, and the sentence that names what went wrong."""

    sentence: str
    wrong: Any
    said: list[Seen] | None = None


@dataclass(eq=False)
class Exercise:
    """One exercise of a lesson; it is made by ``Lesson.exercise``.

    ``check`` takes an answer and gives a ``Verdict``. ``where`` says where to look, ``first_line``
    how a solution begins; ``asks`` are about the answer's graph. ``module`` defines it.

    >>> from autograd.exercises.lessons.catalogue import exercise
    >>> exercise("01.2"), exercise("01.2").name
    (<exercise 01.2: a chain of three>, 'bell_slope')
    """

    number: str
    title: str
    check: Check
    where: str
    first_line: str
    asks: Sequence[Ask]
    solution: Any
    name: str
    source: str
    module: str
    is_value: bool
    slips: list[Slip] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<exercise {self.number}: {self.title}>"

    def slip(self, sentence: str) -> Callable[[Any], Any]:
        """Add a wrong answer and its sentence; of a value, the function that returns it."""

        def add(wrong: Any) -> Any:
            self.slips.append(Slip(sentence, wrong() if self.is_value else wrong))
            return wrong

        return add

    def judge(self, answer: Any) -> tuple[Verdict, list[Seen]]:
        """The verdict on an answer, with the slip where it is known, and what the answer said."""
        with seeing() as seen:
            verdict = self._checked(answer)
        if verdict.status == "wrong" and (sentence := self._recognised(seen)):
            verdict = replace(verdict, slip=sentence)
        return verdict, seen

    @answered
    def _checked(self, answer: Any) -> Verdict:
        verdict = self.check(answer)
        if verdict:
            for ask in self.asks:
                if missed := ask.missed(answer):
                    stop(missed)
        return verdict

    def _recognised(self, seen: Sequence[Seen]) -> str:
        """The sentence of the slip whose answer says the same; empty for a new one."""
        for slip in self.slips:
            if slip.said is None:
                with seeing() as said:
                    self.check(slip.wrong)
                slip.said = said  # whole: another thread may be reading
            if alike(slip.said, seen):
                return slip.sentence
        return ""


@dataclass
class Lesson:
    """A numbered lesson and its exercises, in order.

    >>> from functools import partial
    >>> from autograd.exercises import check
    >>> lesson = Lesson("01", "Squares")
    >>> @lesson.exercise(
    ...     "the square",
    ...     check=partial(check, expected=lambda x: x**2, at=[2.0, 3.0]),
    ...     where="Look at x = 3.",
    ...     first_line="return x * …",
    ... )
    ... def square(x):
    ...     return x * x
    >>> @square.slip("That is twice x, not x times x.")
    ... def _(x):
    ...     return 2 * x
    >>> square, square.judge(lambda x: x + x)[0].slip
    (<exercise 01.1: the square>, 'That is twice x, not x times x.')
    """

    number: str
    title: str
    exercises: list[Exercise] = field(default_factory=list)

    def exercise(
        self,
        title: str,
        *,
        check: Check,
        where: str,
        first_line: str,
        asks: Sequence[Ask] = (),
        value: bool = False,
    ) -> Callable[[Any], Exercise]:
        """Make the function or class below the next exercise's solution.

        With ``value`` the answer is no function but what it returns.
        """

        def add(solution: Any) -> Exercise:
            made = Exercise(
                number=f"{self.number}.{len(self.exercises) + 1}",
                title=title,
                check=check,
                where=where,
                first_line=first_line,
                asks=asks,
                solution=solution() if value else solution,
                name=solution.__name__,
                source=_source(solution, value),
                module=solution.__module__,
                is_value=value,
            )
            self.exercises.append(made)
            return made

        return add


def _source(solution: Any, value: bool) -> str:
    """The solution as a student would write it: without decorators, a value by its name."""
    try:
        text = textwrap.dedent(inspect.getsource(solution))
    except OSError:  # typed at a prompt
        return ""
    node = ast.parse(text).body[0]
    if not value:
        lines = text.splitlines()[node.lineno - 1 :]
        return "\n".join(lines).rstrip()
    assert isinstance(node, ast.FunctionDef)
    last = node.body[-1]
    assert isinstance(last, ast.Return)
    assert last.value is not None
    before = [ast.get_source_segment(text, line) or "" for line in node.body[:-1]]
    returned = textwrap.dedent(ast.get_source_segment(text, last.value) or "")
    return "\n".join([*before, f"{solution.__name__} = {returned}"])
