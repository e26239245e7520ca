"""The playground in a notebook: an anywidget, and what it tells Python.

The widget is made when it is first shown, so that a script needs no anywidget. Read
``playground.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from secrets import token_hex
from typing import Any

from nn.checks import needed
from nn.playground.page_data import script, style

__all__ = ["widget"]

_PURPOSE = "the playground in a notebook (.save('playground.html') does without)"


def widget(
    tables: Mapping[str, Any],
    settings: Mapping[str, Any],
    hidden: Sequence[str],
    state: str,
    told: Callable[[dict[str, Any]], None],
) -> Any:
    """A widget of these settings, or of a ``state``; ``told`` gets what its page reports.

    Raises ``MissingPackageError`` without anywidget.
    """
    page = {"tables": {**tables}, "hidden": [*hidden], "script": script("worker_script")}
    name = f"playground-{token_hex(6)}"
    made = _kind()(page=page, settings={**settings}, state=state, name=name)

    def heard(_: Any, content: Any, buffers: Any) -> None:
        if isinstance(content, dict) and content.get("kind") == "report":
            told(content)

    made.on_msg(heard)
    return made


@cache
def _kind() -> type[Any]:
    """The class of the widget: its base may not be there before it is needed."""
    base: Any = needed(_PURPOSE, "anywidget").AnyWidget
    traitlets = needed(_PURPOSE, "traitlets")

    class PlaygroundWidget(base):  # type: ignore[misc]  # known at run time only
        """What is shown: its scripts, and what they share with Python."""

        _esm = script("widget") + "export default { render };\n"
        _css = style()
        page = traitlets.Dict().tag(sync=True)
        settings = traitlets.Dict().tag(sync=True)
        state = traitlets.Unicode().tag(sync=True)
        name = traitlets.Unicode().tag(sync=True)

    return PlaygroundWidget
