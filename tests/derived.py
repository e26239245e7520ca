"""What is written from the code: type stubs, tables in the pages, ``docs/parts.md``, figures.

``python -m tests.derived`` rewrites them after a row was added or changed; the tests hold them
to their sources, so they cannot drift apart.
"""

from pathlib import Path

from autograd import functions
from autograd.ops import OPS
from nn.playground import settings
from tests import loops_page, measured, parts
from tests.course.lessons import lessons_map, syllabus_table
from tests.course.rows import course_table
from tests.stubs import functions_stub, operators_stub

ROOT = Path(__file__).parent.parent
FUNCTIONS = ROOT / "autograd" / "functions.pyi"
OPERATORS = ROOT / "autograd" / "operators.pyi"
DOCS = ROOT / "docs"
README = ROOT / "README.md"
START, END = "<!-- {}: start -->", "<!-- {}: end -->"


def ops_table() -> str:
    """The table of ``docs/ops.md``: what each row computes and its derivatives."""
    lines = ["| op | value | derivatives |", "| --- | --- | --- |"]
    for op in OPS.values():
        if op.name in functions.__all__:  # no others that a doctest has defined since
            partials = ", ".join(f"`{text}`" if text else "none" for text in op.partials)
            call = f"{op.name}({', '.join(op.operands)})"
            lines.append(f"| `{call}` | `{op.forward}` | {partials} |")
    return "\n".join(lines)


def settings_table() -> str:
    """The table of ``docs/playground.md``: what a setting is about, and what it may be."""
    lines = ["| setting | about | what it may be |", "| --- | --- | --- |"]
    for field in settings.table()["fields"]:
        about = f"*{field['label']}*: {field['help'].rstrip('.')}"
        lines.append(f"| `{field['name']}` | {about} | {field['must']} |")
    return "\n".join(lines)


def parts_table() -> str:
    """The table of ``docs/playground.md``: what a teacher can hide beside settings."""
    lines = [f"| `{name}` | {about} |" for name, about in settings.PARTS.items()]
    return "\n".join(["| part | what it is |", "| --- | --- |", *lines])


#: name of a table -> the page that it stands in, and what writes it
TABLES = {
    "ops": (DOCS / "ops.md", ops_table),
    "course": (DOCS / "course.md", course_table),
    "syllabus": (DOCS / "course.md", syllabus_table),
    "settings": (DOCS / "playground.md", settings_table),
    "parts": (DOCS / "playground.md", parts_table),
    "peers": (README, measured.peers_table),
    "measured": (ROOT / "benchmarks" / "README.md", measured.measured_table),
}


def with_table(text: str, name: str) -> str:
    """A page with the table between its markers renewed."""
    before, start, rest = text.partition(START.format(name))
    _, end, after = rest.partition(END.format(name))
    return f"{before}{start}\n{TABLES[name][1]()}\n{end}{after}"


if __name__ == "__main__":
    FUNCTIONS.write_text(functions_stub(), encoding="utf-8")
    OPERATORS.write_text(operators_stub(), encoding="utf-8")
    parts.PAGE.write_text(parts.page(), encoding="utf-8")
    for table, (page, _) in TABLES.items():
        page.write_text(with_table(page.read_text(encoding="utf-8"), table), encoding="utf-8")
    for name, svg in {**loops_page.figures(), "lessons.svg": lessons_map()}.items():
        (loops_page.GALLERY / name).write_text(svg, encoding="utf-8")
