"""What is written from the code: type stubs, the README's tables, ``docs/parts.md``, figures.

``python -m tests.derived`` rewrites them after a row was added or changed; the tests hold them
to the table, so they cannot drift apart.
"""

from pathlib import Path

from autograd import functions
from autograd.ops import OPS
from tests import loops_page, parts
from tests.course.rows import course_table
from tests.stubs import functions_stub, operators_stub

ROOT = Path(__file__).parent.parent
FUNCTIONS = ROOT / "autograd" / "functions.pyi"
OPERATORS = ROOT / "autograd" / "operators.pyi"
README = ROOT / "README.md"
START, END = "<!-- {}: start -->", "<!-- {}: end -->"


def readme_table() -> str:
    """The README's table: what each row computes and its derivatives."""
    lines = ["| op | value | derivatives |", "| --- | --- | --- |"]
    for op in OPS.values():
        if op.name in functions.__all__:  # no others that a doctest has defined since
            partials = ", ".join(f"`{text}`" if text else "none" for text in op.partials)
            call = f"{op.name}({', '.join(op.operands)})"
            lines.append(f"| `{call}` | `{op.forward}` | {partials} |")
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
    parts.PAGE.write_text(parts.page(), encoding="utf-8")
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
    for name, svg in loops_page.figures().items():
        (loops_page.GALLERY / name).write_text(svg, encoding="utf-8")
