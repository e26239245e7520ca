"""An extension of Griffe: docstrings as Markdown, of what is made at run time as well.

Griffe reads source code. Functions that the code makes (one per row of the op table, one per gate)
it finds no definition of, so they come from the running package. Examples are put into fences,
and what a constant is stands in the comment above it.
"""

import importlib
import inspect
import logging
import re
from collections.abc import Iterator
from typing import Any

import griffe
from doors import public

_EXAMPLE = re.compile(r"^( *)>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)
_FLAG = re.compile(r" *# doctest: .*$", re.MULTILINE)
log = logging.getLogger("mkdocs.hooks.docstrings")  # heard by a strict build


class Docstrings(griffe.Extension):
    """What mkdocstrings shows of both packages."""

    def on_package(self, *, pkg: griffe.Module, **_: Any) -> None:
        """Add what is made at run time, then make Markdown of all docstrings."""
        names = public()
        homes = {name.home for name in names}
        constants = {name.offered for name in names if not name.defined}
        for module in _modules(pkg):
            if module.path in homes:
                _add_made(module, constants)
            for thing in _described(module):
                if thing.docstring:
                    thing.docstring.value = markdown(thing.docstring.value)


def markdown(text: str) -> str:
    """A docstring with its examples in fences, without what only doctest wants to know.

    Two stars are a power there, as in Python, and never make anything bold.
    """
    parts, end = [], 0
    for example in _EXAMPLE.finditer(text):
        parts += [_prose(text[end : example.start()]), _fence(example)]
        end = example.end()
    return "".join([*parts, _prose(text[end:])])


def _prose(text: str) -> str:
    return re.sub(r"(``.*?``)|\*\*", lambda found: found[1] or r"\*\*", text, flags=re.DOTALL)


def _fence(example: re.Match[str]) -> str:
    indent, code = example[1], _FLAG.sub("", example[0])
    code = code.replace("<BLANKLINE>", "")
    return f"{indent}```pycon\n{code}\n{indent}```"


def _modules(pkg: griffe.Module) -> Iterator[griffe.Module]:
    yield pkg
    for module in pkg.modules.values():
        if not module.is_alias:
            yield from _modules(module)


def _described(thing: Any) -> Iterator[Any]:
    """A module or class, and all that is defined in it, but modules."""
    yield thing
    for member in thing.members.values():
        if not member.is_alias and not member.is_module:
            yield from _described(member) if member.is_class else (member,)


def _add_made(module: griffe.Module, constants: set[str]) -> None:
    running = importlib.import_module(module.path)
    for name in getattr(running, "__all__", ()):
        thing, known = getattr(running, name), module.members.get(name)
        if known and (known.is_alias or not known.is_attribute or known.docstring):
            continue
        if inspect.isfunction(thing):
            module.set_member(name, _function(name, thing))
        elif known and (comment := _comment(known)):
            known.docstring = griffe.Docstring(comment, parent=known)
        elif f"{module.path}.{name}" in constants:
            log.warning("%s.%s has no docstring: write #: and a sentence above", module.path, name)


def _function(name: str, function: Any) -> griffe.Function:
    given = [
        griffe.Parameter(
            parameter.name,
            kind=griffe.ParameterKind(parameter.kind.description),
            default=None if parameter.default is parameter.empty else repr(parameter.default),
        )
        for parameter in inspect.signature(function).parameters.values()
    ]
    made = griffe.Function(name, parameters=griffe.Parameters(*given))
    made.docstring = griffe.Docstring(inspect.getdoc(function) or "", parent=made)
    return made


def _comment(attribute: griffe.Attribute) -> str:
    """The lines above a constant that begin with ``#:``."""
    lines = attribute.module.lines_collection[attribute.filepath][: (attribute.lineno or 1) - 1]
    told = []
    while lines and lines[-1].startswith("#:"):
        told.append(lines.pop().removeprefix("#:").strip())
    return " ".join(reversed(told))
