"""Running a cell of a page: its code, what it prints, and what its expressions show.

``worker.js`` has this in Pyodide, with a ``tell`` that posts to the page.
"""

import ast
import builtins
import linecache
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

Tell = Callable[[str, Any], None]
_ABSENT = "only Python's standard library, autograd and nn are in this page"
_NO_INPUT = "nobody can be asked here: write the answer into the cell, instead of input()"
#: characters that a cell may print: a page with millions of them stands still
_MOST = 100_000


class _Stream:
    """What is printed, told line by line, up to a bound."""

    encoding = "utf-8"

    def __init__(self, tell: Tell, kind: str) -> None:
        self.tell, self.kind, self.kept, self.left = tell, kind, "", _MOST

    def write(self, text: str) -> int:
        self.kept += text
        if "\n" in text:
            self.flush()
        return len(text)

    def flush(self) -> None:
        if self.kept and self.left > 0:
            self.tell(self.kind, self.kept[: self.left])
            self.left -= len(self.kept)
            if self.left <= 0:
                self.tell(self.kind, f"\n… what follows {_MOST:,} characters is not shown\n")
        self.kept = ""

    def isatty(self) -> bool:
        return False


def run(code: str, scope: dict[str, Any], title: str, tell: Tell) -> bool:
    """Run the code and tell all that there is to be seen; whether it came to its end."""
    linecache.cache[title] = (len(code), None, code.splitlines(keepends=True), title)
    before, asks = (sys.stdout, sys.stderr), builtins.input
    builtins.input = _input
    sys.stdout, sys.stderr = _Stream(tell, "printed"), _Stream(tell, "warned")
    scope["display"] = builtins.display = lambda *values: [show(x, tell) for x in values] and None
    try:
        for statement in ast.parse(code, title).body:
            show(_result(statement, scope, title), tell)
        return True
    except BaseException as error:  # SystemExit too: the page stays
        sys.stdout.flush()
        _tell_error(error, title, tell)
        return False
    finally:
        sys.stdout.flush(), sys.stderr.flush()
        (sys.stdout, sys.stderr), builtins.input = before, asks


def _input(prompt: object = "") -> str:
    """Say what to do instead: a page's worker has no keyboard."""
    raise RuntimeError(_NO_INPUT)


def _result(statement: ast.stmt, scope: dict[str, Any], title: str) -> Any:
    """The value of a statement that is an expression."""
    if isinstance(statement, ast.Expr):
        return eval(compile(ast.Expression(statement.value), title, "eval"), scope)
    return exec(compile(ast.Module([statement], []), title, "exec"), scope)


def show(value: Any, tell: Tell) -> None:
    """Tell the page what a value looks like: mimetype -> text."""
    if value is None:
        return
    sys.stdout.flush()
    told = {"text/plain": repr(value)}
    if (bundle := getattr(value, "_repr_mimebundle_", None)) is not None:
        told |= bundle()
    else:
        for kind, name in (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_")):
            if (form := getattr(value, name, None)) is not None and (text := form()):
                told[kind] = text
    tell("shown", {kind: text for kind, text in told.items() if isinstance(text, str)})


def _tell_error(error: BaseException, title: str, tell: Tell) -> None:
    """The picture of the error if it has one, and the traceback from the cell on."""
    if callable(draw := getattr(error, "draw", None)):
        with suppress(Exception):  # the picture is extra, the traceback has to come
            show(draw(), tell)
    place = error.__traceback__
    while place is not None and place.tb_frame.f_code.co_filename != title:
        place = place.tb_next
    text = "".join(traceback.format_exception(type(error), error, place))
    if isinstance(error, ModuleNotFoundError):
        text += f"{_ABSENT}\n"
    tell("failed", text)
