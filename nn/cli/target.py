"""What the target of a table is taken for: one of some classes, or a number.

Nothing is guessed in silence: where nobody has said it, a note tells what was chosen and how to
choose the other. Read ``own_data.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence

from nn.cli.arguments import number
from nn.cli.tasks import CLASSIFICATION, REGRESSION

__all__ = ["MOST_CLASSES", "objective_of"]

MOST_CLASSES = 20


def objective_of(name: str, texts: Sequence[str], asked: str | None) -> tuple[str, str]:
    """Classification or regression, and a note if numbers were taken for it without being asked.

    Unless it is ``asked`` for, a column is one of numbers if half of its entries or more are, and
    these are not all whole, or are more different ones than there are classes.

    >>> objective_of("kind", ["plum", "apple"], None)
    ('classification', '')
    >>> objective_of("price", ["1.5", "2", "7"], None)[0], objective_of("n", ["1", "2"], None)[0]
    ('regression', 'classification')
    """
    if asked:
        return asked, ""
    numbers = [x for x in map(number, texts) if x is not None]
    different = len({*numbers})
    many = different > MOST_CLASSES
    if 2 * len(numbers) >= len(texts) and (many or any(x != int(x) for x in numbers)):
        most = f" of at most {MOST_CLASSES} classes" if many else ""
        return REGRESSION, (
            f"{name!r} has {different} different numbers and is taken for a number: --objective "
            f"{CLASSIFICATION} would take it for one{most or ' of as many classes'}"
        )
    if len(numbers) < len(texts):
        return CLASSIFICATION, ""
    return CLASSIFICATION, (
        f"{name!r} has {different} different whole numbers and is taken for one of as many "
        f"classes: --objective {REGRESSION} would take it for a number"
    )
