"""What a recipe is: settings, and a sentence that says what is to be seen with them.

Read ``gate_recipes.py`` next.

>>> shown = failure("xor", "No hidden layer", 500, "No line parts XOR.", hidden=[])
>>> shown.settings["hidden"], shown.plain()["kind"]
([], 'failure')
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from nn.playground.checking import settings_of

__all__ = ["Recipe", "failure", "good"]


@dataclass(frozen=True)
class Recipe:
    """Settings of a task that are ``given``, and what it ``says`` to watch for so many epochs."""

    task: str
    kind: str
    title: str
    epochs: int
    says: str
    given: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """All settings: a recipe leaves nothing as it was before."""
        return settings_of({"task": self.task, **self.given})

    def plain(self) -> dict[str, Any]:
        """It as data for the page, which fills in what is not given."""
        return asdict(self)


def good(task: str, title: str, epochs: int, says: str, **given: Any) -> Recipe:
    """A good setting."""
    return Recipe(task, "good", title, epochs, says, given)


def failure(task: str, title: str, epochs: int, says: str, **given: Any) -> Recipe:
    """An instructive failure."""
    return Recipe(task, "failure", title, epochs, says, given)
