"""The functions of a script and their lines, found by counting brackets."""

import re

#: what may hold brackets that open nothing: comments, strings, patterns
SILENT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|(?:(?<=[=(,:;!&|?{}\[\n])|(?<=return))\s*"""
    r"""/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/""",
    re.DOTALL,
)
TEMPLATE = re.compile(r"`(?:\\.|[^`\\])*`", re.DOTALL)
#: words before ``(…) {`` that begin no function
STATEMENTS = {"if", "for", "while", "switch", "catch", "with"}


def _silenced(text: str) -> str:
    """The text with blanks for what is no code; every line stays where it was."""
    for silent in (SILENT, TEMPLATE):
        text = silent.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


def functions(text: str) -> list[tuple[int, int]]:
    """Of each function with a body in braces its first line and how many lines it has.

    >>> functions("const f = (x) => {\\n  if (x) {\\n  }\\n};\\nclass A { b() { c({ d }); } }")
    [(5, 1), (1, 4)]
    """
    text, found = _silenced(text), []
    opened: list[int | None] = []
    parens: list[int] = []
    partner: dict[int, int] = {}
    for at, sign in enumerate(text):
        if sign == "(":
            parens.append(at)
        elif sign == ")":
            partner[at] = parens.pop()
        elif sign == "{":
            opened.append(_begin(text[:at].rstrip(), partner))
        elif sign == "}" and (begun := opened.pop()) is not None:
            lines = text.count("\n", begun, at) + 1
            found.append((text.count("\n", 0, begun) + 1, lines))
    return sorted(found, key=lambda one: one[1])


def _begin(head: str, partner: dict[int, int]) -> int | None:
    """Where the function begins whose body comes next; None where a block or an object comes."""
    is_arrow = head.endswith("=>")
    head = head.removesuffix("=>").rstrip()
    if not head.endswith(")"):
        return len(head) - 1 if is_arrow else None
    begun = partner[len(head) - 1]
    word = re.search(r"\w*\s*$", head[:begun])
    return None if word is not None and word[0].strip() in STATEMENTS else begun
