"""Which names the code of a function loads, and whose code it is. Read ``reach.py`` next."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dis import Instruction, get_instructions, stack_effect
from functools import cache, lru_cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

__all__ = ["Loads", "is_engine", "is_installed", "loads"]


_NAME = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"}
_ATTRIBUTE = {"LOAD_ATTR", "LOAD_METHOD", "LOAD_SUPER_ATTR", "IMPORT_FROM"}
#: these reach attributes without naming them in the code; the first two often give a plain text
_BY_TEXT = {"getattr", "hasattr", "vars", "attrgetter", "methodcaller", "__dict__"}
_STANDARD = os.path.dirname(os.__file__) + os.sep
_PACKAGES = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")
#: the packages that come with this one are as much installed as it is
_BESIDE = str(Path(__file__).parents[3] / "nn") + os.sep


class Loads(NamedTuple):
    """The names that code loads: globals (in order), attributes, and modules it imports.

    ``maybe`` are those attributes that ``getattr`` or ``hasattr`` are asked for, which need not be
    there; ``by_text`` says that any other may be reached too, by ``getattr`` or ``vars``.
    """

    names: dict[str, None]
    attributes: frozenset[str]
    maybe: frozenset[str]
    imports: tuple[str, ...]
    by_text: bool

    def modules(self, package: str | None) -> Iterator[str]:
        """What an import may mean here: absolutely, or in the package and those around it."""
        around = (package or "").split(".")
        for name in self.imports:
            yield name
            yield name.partition(".")[0]
            for depth in range(1, len(around) + 1):
                yield ".".join([*around[:depth], name]).strip(".")


@lru_cache(maxsize=4096)
def loads(code: CodeType) -> Loads:
    """The names that a function loads, and the lambdas, comprehensions and classes in it.

    >>> found = loads((lambda x: (scale * x.real, [k.imag for _ in "ab"])).__code__)
    >>> [*found.names], sorted(found.attributes)
    (['scale', 'k'], ['imag', 'real'])
    """
    instructions = [*get_instructions(code)]
    names: dict[str, None] = {}
    attributes: set[str] = set()
    maybe: set[str] = set()
    by_text = False
    for i, (name, kind) in enumerate((x.argval, x.opname) for x in instructions):
        if kind in _NAME:
            names[name] = None
        elif kind in _ATTRIBUTE:
            attributes.add(name)
        if kind in _NAME | _ATTRIBUTE and name in _BY_TEXT:
            text = _second_argument(instructions[i:]) if name in ("getattr", "hasattr") else None
            by_text |= text is None
            maybe |= {text} if text else set()
    imports = [x.argval for x in instructions if x.opname == "IMPORT_NAME"]
    for inner in [loads(x) for x in code.co_consts if isinstance(x, CodeType)]:
        names |= inner.names
        attributes |= inner.attributes
        maybe |= inner.maybe
        imports += inner.imports
        by_text |= inner.by_text
    attributes |= maybe
    return Loads(names, frozenset(attributes), frozenset(maybe), tuple(imports), by_text)


def _second_argument(instructions: list[Instruction]) -> str | None:
    """The name in ``getattr(x, "name")``, where it is written out; the code begins at getattr."""
    depth, found = 0, None
    for x in instructions:
        before, depth = depth, depth + stack_effect(x.opcode, x.arg, jump=False)
        if "JUMP" in x.opname:
            return None
        if depth < before and depth <= 2:  # called
            return found
        if depth == 4:  # two for the function, two for its arguments
            plain = before == 3 and x.opname == "LOAD_CONST" and isinstance(x.argval, str)
            found = x.argval if plain else None
    return None


def is_engine(x: FunctionType | type | ModuleType) -> bool:
    """Whether a function, a class or a module is this package's own."""
    return f"{_home(x)}.".startswith("autograd.")


def is_installed(x: FunctionType | type | ModuleType) -> bool:
    """Whether the code of a function, a class or a module is installed: taken to stay as it is."""
    return is_engine(x) or _is_installed(_home(x))


def _home(x: FunctionType | type | ModuleType) -> str:
    """The module in which something was written; ``wraps`` gives a function another's name."""
    if isinstance(x, ModuleType):
        return x.__name__
    named = x.__globals__.get("__name__") if isinstance(x, FunctionType) else None
    return str(named or x.__module__)


@cache
def _is_installed(module: str) -> bool:
    file = getattr(sys.modules.get(module), "__dict__", {}).get("__file__")
    if file is None:
        return module.partition(".")[0] in sys.stdlib_module_names
    return file.startswith((_STANDARD, _BESIDE)) or any(part in file for part in _PACKAGES)
