"""Texts that are written from the op table: the type stub and the README's table of ops.

``python -m tests.derived`` rewrites them after a row was added or changed; the tests hold them
to the table, so they cannot drift apart.
"""

from pathlib import Path

from autograd.ops import OPS, Op
from tests.course.rows import course_table

ROOT = Path(__file__).parent.parent
FUNCTIONS = ROOT / "autograd" / "functions.pyi"
OPERATORS = ROOT / "autograd" / "operators.pyi"
README = ROOT / "README.md"
START, END = "<!-- {}: start -->", "<!-- {}: end -->"
REFLECTED = {"add": "add", "sub": "sub", "mul": "mul", "div": "truediv", "pow": "pow", "mod": "mod"}

HEAD = '''\
"""Written from the op table by ``python -m tests.derived``: do not edit."""

from collections.abc import Callable
from typing import Any, overload

from autograd.ops import Op
from autograd.value import Value

GENERIC: dict[str, Callable[..., Any]]
OPERATORS: dict[str, str]

def apply(op: Op, *operands: Any) -> Any: ...
def recorded_partial(node: Value, index: int) -> Any: ...
def numeric_partial(node: Value, index: int) -> float: ...
def define_op(
    name: str, *fields: Any, replace: bool = False, **more: Any
) -> Callable[..., Any]: ...
def unary_ops() -> dict[str, Callable[[Any], Any]]: ...
'''


OPERATORS_HEAD = '''\
"""Written from the op table by ``python -m tests.derived``: do not edit."""

from typing import Self

from autograd.graph import Node

class Operators:
'''


def functions_stub() -> str:
    """The text of ``autograd/functions.pyi``."""
    return HEAD + "".join(_overloads(OPS[name]) for name in OPS if name in _builtin())


def operators_stub() -> str:
    """The text of ``autograd/operators.pyi``."""
    rows = [op for op in OPS.values() if op.name in _builtin()]
    methods = "".join(
        f"    def {op.name}(self{_defaults(op).replace('Value', 'Node')}) -> Self: ...\n"
        for op in rows
        if op.arity - len(op.defaults) == 1
    )
    operators = "".join(
        f"    def __{side}{name}__(self, other: Node | float) -> Self: ...\n"
        for name in REFLECTED.values()
        for side in ("", "r")
    )
    unary = "    def __neg__(self) -> Self: ...\n    def __abs__(self) -> Self: ...\n"
    return f"{OPERATORS_HEAD}{operators}{unary}{methods}"


def _builtin() -> list[str]:
    """Rows of ``ops.py`` itself, without those that a doctest has defined since."""
    import autograd.functions as functions

    return list(functions.__all__)


def _defaults(op: Op) -> str:
    names = op.operands[op.arity - len(op.defaults) :]
    return "".join(f", {n}: Value | float = {d}" for n, d in zip(names, op.defaults))


def _overloads(op: Op) -> str:
    required = op.operands[: op.arity - len(op.defaults)]

    def header(kinds: list[str], result: str) -> str:
        given = ", ".join(f"{n}: {k}" for n, k in zip(required, kinds))
        return f"@overload\ndef {op.name}({given}{_defaults(op)}) -> {result}: ...\n"

    values = [
        header(
            ["Value | float"] * i + ["Value"] + ["Value | float"] * (len(required) - i - 1), "Value"
        )
        for i in range(len(required))
    ]
    return "".join(values) + header(["float"] * len(required), "float")


def readme_table() -> str:
    """The README's table: what each row computes and its derivatives."""
    lines = ["| op | value | derivatives |", "| --- | --- | --- |"]
    for name in OPS:
        if name in _builtin():
            op = OPS[name]
            slopes = ", ".join(f"`{text}`" if text else "none" for text in op.partials)
            call = f"{name}({', '.join(op.operands)})"
            lines.append(f"| `{call}` | `{op.forward}` | {slopes} |")
    return "\n".join(lines)


def with_tables(readme: str) -> str:
    """The README with the tables between their markers renewed."""
    for name, table in {"ops": readme_table, "course": course_table}.items():
        before, start, rest = readme.partition(START.format(name))
        _, end, after = rest.partition(END.format(name))
        readme = f"{before}{start}\n{table()}\n{end}{after}"
    return readme


if __name__ == "__main__":
    FUNCTIONS.write_text(functions_stub(), encoding="utf-8")
    OPERATORS.write_text(operators_stub(), encoding="utf-8")
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
