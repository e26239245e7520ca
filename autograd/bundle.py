"""``bundle``: readable JavaScript modules as one script, for files, widgets and Workers.

A page that was opened from a file may import no module, and start no Worker of one. So the modules
are put one behind the other, each after those that it imports, without their lines of import and
the word ``export``, each as a function that returns what it exports. For this the modules keep to a
few rules: imports stand at the top in the form ``import { a, b } from "./x.js";``; what is exported
is declared so (``export const``, ``export function``, ``export class``); and no two modules export
one name.
"""

from __future__ import annotations

import posixpath
import re
from importlib.resources import files

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable, Iterable

__all__ = ["bundle"]

_IMPORT = re.compile(
    r'^import \{\s*(\w+(?:,\s+\w+)*),?\s*\} from "(\.{1,2}/[\w./-]+\.js)";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^export ((?:const|(?:async )?function\*?|class) (\w+))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(
    paths: Iterable[str], exports: Iterable[str] = (), *, read: Callable[[str], str] | None = None
) -> str:
    """The modules at these paths, and all that they import, as one script in strict mode.

    A path begins with its package: ``autograd/primitives.js``; ``read(path)`` gives a module's text
    (from the packages as they are installed). With ``exports`` the script is a module again, which
    exports these names. Raises ``ValueError`` for imports in a circle or of a name that is not
    exported, for another form of import or export, and for a name that two modules export.

    >>> texts = {"p/a.js": 'import { b } from "./b.js";\\n\\nexport const a = b;\\n'}
    >>> texts["p/b.js"] = "export const b = 1;\\n"
    >>> print(bundle(["p/a.js"], ["a"], read=texts.__getitem__))
    const { b } = (() => {
    const b = 1;
    return { b };
    })();
    <BLANKLINE>
    const { a } = (() => {
    const a = b;
    return { a };
    })();
    <BLANKLINE>
    export { a };
    <BLANKLINE>
    """
    modules: dict[str, _Module] = {}
    for path in paths:
        _collect(path, modules, read or _installed, ())
    _check_names(modules)
    text = "\n".join(module.scoped() for module in modules.values())
    given = ", ".join(exports)
    missing = {*given.split(", ")} - {n for m in modules.values() for n in m.exported} - {""}
    if missing:
        raise ValueError(f"no module of the bundle exports {', '.join(sorted(missing))}")
    return f"{text}\nexport {{ {given} }};\n" if given else f'"use strict";\n{text}'


class _Module:
    """One module's text, read by the rules."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.imports = [
            (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), at)),
                [*re.findall(r"\w+", names)],
            )
            for names, at in _IMPORT.findall(text)
        ]
        self.exported = [name for _, name in _EXPORT.findall(text)]
        self.body = _EXPORT.sub(r"\1", _IMPORT.sub("", text)).lstrip("\n")
        if left := _LEFT.search(self.body):
            raise ValueError(
                f'{path}: {left[0]!r}: write import {{ a, b }} from "./x.js"; at the top, and '
                "export in front of const, function or class"
            )

    def scoped(self) -> str:
        """The text in a scope of its own, out of which come the names that it exports."""
        names = ", ".join(self.exported)
        if not names:
            return f"(() => {{\n{self.body}}})();\n"
        return f"const {{ {names} }} = (() => {{\n{self.body}return {{ {names} }};\n}})();\n"


def _collect(
    path: str, modules: dict[str, _Module], read: Callable[[str], str], above: tuple[str, ...]
) -> None:
    """Put a module behind those that it imports."""
    if path in above:
        circle = " -> ".join([*above[above.index(path) :], path])
        raise ValueError(f"the modules import one another in a circle: {circle}")
    if path in modules:
        return
    module = _Module(path, read(path))
    for other, names in module.imports:
        _collect(other, modules, read, (*above, path))
        if missing := [name for name in names if name not in modules[other].exported]:
            raise ValueError(f"{path} imports {', '.join(missing)}, which {other} does not export")
    modules[path] = module


def _check_names(modules: dict[str, _Module]) -> None:
    owner: dict[str, str] = {}
    for path, module in modules.items():
        for name in module.exported:
            if owner.setdefault(name, path) != path:
                raise ValueError(f"{name!r} is exported by both {owner[name]} and {path}")


def _installed(path: str) -> str:
    package, *parts = path.split("/")
    return files(package).joinpath(*parts).read_text("utf-8")
