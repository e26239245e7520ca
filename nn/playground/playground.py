"""``Playground``: a network that learns before one's eyes, in a notebook or in a file of its own.

Training itself runs in the page. What the page does is told to Python as messages, so ``.model``
and ``.history`` are those that are seen. Read ``settings.py`` for what may be set.

>>> playground = Playground(task="xor", hidden=[4], seed=1)
>>> playground
<Playground: xor, 2-4-1; .save('playground.html') writes it>
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import autograd as ag
from nn.checks import one_of
from nn.playground.checking import hidden_parts, loss_of, settings_of
from nn.playground.code import AT_FIRST, ran, script, sizes_of
from nn.playground.constant import give
from nn.playground.file import html_name, page
from nn.playground.interrupt import pause_at_interrupt
from nn.playground.own import Own, recorded, settings_of_own
from nn.playground.page_data import page_tables
from nn.playground.report import Report
from nn.playground.rows import own_rows
from nn.playground.settings import signature_with_settings
from nn.playground.shown import Shown, still
from nn.playground.state import State
from nn.playground.widget import widget

__all__ = ["Playground"]


class Playground(Shown):
    """A network that learns in the page: data, weights and loss are seen and can be changed.

    Settings are keyword arguments: ``task`` ("xor", "moons", "function:waves", …), ``hidden``,
    ``activation``, ``lr``, ``optimizer``, ``seed`` and the others that ``help(Playground)`` lists;
    what is not given goes with the task. ``X`` and ``y`` are rows of one's own; with a ``model`` of
    them (any that can be recorded) and a ``loss``, a name or a function, that model is trained.
    ``state`` is what ``.state`` gave: the same playground at the same moment. ``hide`` lists
    settings and parts of the page that are not shown; ``controls`` are the settings that are.

    In a notebook it shows itself; with anywidget what is trained there comes back to Python.
    ``save`` writes it into a file. Raises ``GraphError`` that names the setting which is wrong,
    ``OperandError`` for what is no list of names or no file's name, and what ``fit`` raises for a
    model and data that do not fit.

    >>> Playground(task="xor", hidden=[4], activation="tanh", lr=0.3).settings["hidden"]
    [4]
    >>> Playground(lr=-1)
    Traceback (most recent call last):
    autograd.errors.GraphError: lr is a number above 0 and up to 100, got -1: write lr=0.3
    """

    def __init__(
        self,
        task: str | None = None,
        *,
        model: Any = None,
        X: Any = None,
        y: Any = None,
        state: str | None = None,
        hide: Any = (),
        controls: Any = None,
        **settings: Any,
    ) -> None:
        self._own: Own | None = None
        self._reports: dict[str, Report] = {}
        self._report: Report | None = None
        settings |= {} if task is None else {"task": task}
        hidden = hidden_parts(hide, controls)
        if state is not None:
            _require_alone(model is not None or X is not None or y is not None or settings)
            self._begun = State.read(state)
            hidden += [name for name in self._begun.hidden if name not in hidden]
        elif model is not None:
            self._own = recorded(model, X, y, settings.pop("loss", None))
            self._begun = State(settings_of_own(self._own, settings))
        else:
            if X is not None or y is not None:
                settings["rows"] = own_rows(X, y)
            self._begun = State.of(settings)
        self._begun = replace(self._begun, hidden=hidden)

    # --- what it is and where it stands ---

    @property
    def settings(self) -> dict[str, Any]:
        """All settings, as they are in the page by now; with one's own model those of training."""
        settings = self._now().settings
        return settings if self._own is None else self._own.trained_with(settings)

    @property
    def state(self) -> str:
        """Settings, moment and changes by hand as a short text, for ``Playground(state=…)``.

        Raises as ``model``, and ``GraphError`` for one's own, which a text does not hold.
        """
        self._require_settings("a state")
        return self._now().text

    @property
    def model(self) -> Any:
        """The network with the page's weights; one's own model is given them.

        Before anything was shown it is as it begins, or as the state says. Raises
        ``MissingPackageError`` where it is shown without anywidget.
        """
        self._require_way_back()
        return self._model()

    def _model(self) -> Any:
        if self._own is not None:
            return self._own.taking(self._report.parameters if self._report else [])
        if self._report is None:
            return ran((at := self._begun).settings, at.epoch, at.edits, at.step)[0]
        found = ran(self._now().settings, 0)[0]
        give(found.parameters(), self._report.parameters)
        return found

    @property
    def history(self) -> Any:
        """The page's losses and accuracies so far, as ``fit`` gives them; raises as ``model``."""
        self._require_way_back()
        if self._report is not None:
            return self._report.history
        if self._own is not None:
            return Report().history
        return ran(self._begun.settings, self._begun.epoch, self._begun.edits)[1]

    def code(self) -> str:
        """The Python script that gives the same curve with ``nn.fit``.

        Raises as ``model``, and ``GraphError`` for one's own, whose script one has.
        """
        self._require_settings("a script")
        return script((now := self._now()).settings, now.epoch or AT_FIRST, now.edits)

    def _now(self) -> State:
        if self._report is None:
            return self._begun
        now = self._report.state(self._begun)
        own = self._own is not None
        return now if own else replace(now, settings=settings_of(now.settings, strict=False))

    def _require_settings(self, what: str) -> None:
        self._require_way_back()
        if self._own is not None:
            raise ag.GraphError(
                f"{what} holds settings, not a model of one's own: nn.fit(model, X, y, …) trains "
                "it, nn.save keeps it"
            )

    # --- where it is shown ---

    def save(self, path: str | os.PathLike[str] | None = None) -> str:
        """Write it as it stands into one HTML file that trains offline; return its path.

        A file of that name is written anew. Raises ``GraphError`` where the name's ending is not
        .html or .htm, ``OperandError`` for what is no name, ``FileFormatError`` for a folder,
        ``OSError`` where the file cannot be written.
        """
        name = html_name(path)
        ag.files.write_whole(name, self._page().encode())
        return name

    def _page(self) -> str:
        now = self._now()
        state = None if self._own else now.text
        return page(self._tables(), now.settings, now.hidden, state)

    def _still(self, do: str) -> str:
        if self._own is not None:
            X, y, loss = self._own.rows["X"], self._own.rows["y"], self._own.loss
        else:
            settings = self._now().settings
            X, y, loss = *ran(settings, 0)[2:], loss_of(settings)
        return still(f"Playground: {self._told_words()}", do, self._model(), X, y, loss)

    def _tables(self) -> dict[str, Any]:
        return page_tables(self._own.table if self._own is not None else None)

    @property
    def widget(self) -> Any:
        """The widget that a notebook shows, for layouts of one's own.

        Raises ``MissingPackageError`` without anywidget.
        """
        begun = self._begun
        if self._widget is None:
            state = "" if self._own else begun.text
            self._widget = widget(self._tables(), begun.settings, begun.hidden, state, self._told)
            pause_at_interrupt(self)
        return self._widget

    def _told(self, content: dict[str, Any]) -> None:
        """What a page has reported; where two windows show it the one that spoke last counts."""
        view = str(content["view"])
        self._report = self._reports[view] = self._reports.get(view, Report()).after(content)

    def __repr__(self) -> str:
        return f"<Playground: {self._told_words()}; .save('playground.html') writes it>"

    def _told_words(self) -> str:
        now = self._now()
        what = sizes_of(now.settings) if self._own is None else self._own.told
        at = f", epoch {now.epoch}" if now.epoch else ""
        return f"{now.settings['task']}, {what}{at}"

    # --- what it does ---

    def play(self) -> None:
        """Train in the page that shows it; nothing happens where none does.

        Raises as ``model``; so do ``pause``, ``reset`` and ``step``.
        """
        self._say("play")

    def pause(self) -> None:
        """Stop training in the page."""
        self._say("pause")

    def reset(self) -> None:
        """Back to the first weights, which the seed gives."""
        self._say("reset")

    def step(self, grain: str = "epoch") -> None:
        """Train one "epoch" or one "batch" in the page."""
        self._say("step", grain=one_of("grain", grain, ("epoch", "batch")))

    def close(self) -> None:
        """Take it out of the notebook; its training ends."""
        if self._widget is not None:
            self._widget.close()
            self._widget = None


def _require_alone(others: Any) -> None:
    if others:
        raise ag.GraphError(
            "a state has its own settings and data: write Playground(state=…) alone, with hide= "
            "or controls= at most"
        )


#: all settings by name, for ``help`` and for what a prompt completes
Playground.__signature__ = signature_with_settings(Playground.__init__)  # type: ignore[attr-defined]  # read by inspect
