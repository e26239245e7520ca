"""Which backend runs a batch, and in which languages a program can be written.

A new backend, or a new language, is a file of its own and a line here.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from functools import cache, lru_cache

from autograd.compiler.backends import arrays, python
from autograd.compiler.backends.kernel import Backend, Kernel
from autograd.compiler.backends.languages.c import c_text
from autograd.compiler.backends.languages.javascript import javascript_text
from autograd.compiler.backends.languages.matrices import jax_text, numpy_text, torch_text
from autograd.compiler.backends.languages.python import python_text
from autograd.compiler.backends.llvm import run
from autograd.compiler.backends.wasm import backend as wasm
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.runnable import ops_of, written
from autograd.compiler.loops.typeset import latex_text
from autograd.errors import GraphError
from autograd.ops import OPS, Op

__all__ = [
    "BACKENDS",
    "DIFFERENTIATING",
    "LANGUAGES",
    "backend_for",
    "backend_named",
    "kernel_for",
    "language_named",
]

#: the fastest first; the last one is always usable
BACKENDS: list[Backend] = [run.BACKEND, arrays.BACKEND, wasm.BACKEND, python.BACKEND]
#: what ``Compiled.source`` writes -> a program of loops, with names for all numbers, as text
LANGUAGES: dict[str, Callable[[Named], str]] = {
    "python": python_text,
    "c": c_text,
    "javascript": javascript_text,
    "numpy": numpy_text,
    "jax": jax_text,
    "torch": torch_text,
    "latex": latex_text,
}
#: those that differentiate what they are given: their texts say where derivatives stop
DIFFERENTIATING = frozenset({"jax", "torch"})


#: what else they are called
_SHORT = {"js": "javascript", "np": "numpy", "py": "python", "tex": "latex"}


def language_named(name: str) -> Callable[[Named], str]:
    """The writer of a language; ``ValueError`` for one that there is none for."""
    if name not in LANGUAGES:
        known = " or ".join(f'"{language}"' for language in LANGUAGES)
        raise ValueError(f"source is written in {known}, not in {name!r}{_meant(name)}")
    return LANGUAGES[name]


def _meant(name: str) -> str:
    """The closest language in words, if there is one.

    >>> _meant("NumPy"), _meant("js"), _meant("cobol")
    (' (did you mean "numpy"?)', ' (did you mean "javascript"?)', '')
    """
    word = str(name).lower()
    closest = [_SHORT[word]] if word in _SHORT else difflib.get_close_matches(word, LANGUAGES, n=1)
    return f' (did you mean "{closest[0]}"?)' if closest else ""


def backend_named(name: str) -> str:
    """The whole name of a backend that is usable here: that of "numpy" is "source (numpy)".

    "auto" is none and leaves the choice. Raises ``ValueError`` for a name that there is none of,
    ``GraphError`` for one that cannot run here, with what it needs.

    >>> backend_named("python"), backend_named("auto")
    ('source (python)', 'auto')
    """
    names = {short: b for b in BACKENDS for short in (b.name, b.name[:-1].rpartition("(")[2])}
    if name == "auto":
        return name
    if name not in names:
        known = " or ".join(f'"{b.name}"' for b in BACKENDS)
        raise ValueError(f'a backend is "auto" or {known}, not {name!r}')
    if not _usable(names[name]):
        raise GraphError(
            f'the backend "{name}" needs {names[name].needs}, which is not here: backend="auto" '
            f'takes "{next(b.name for b in BACKENDS if _usable(b))}"'
        )
    return names[name].name


def backend_for(loops: Loops, name: str = "auto") -> Backend:
    """The first backend that is usable here and takes a program of this length, or the one of that
    name; ``GraphError`` where that one does not take it."""
    length = written(loops)
    if name == "auto":
        return next(b for b in BACKENDS if length <= b.limit and _usable(b))
    backend = next(b for b in BACKENDS if b.name == name)
    if length > backend.limit:
        raise GraphError(
            f'the backend "{name}" takes {backend.limit} operations, and the loops of this program '
            f'have {length}: backend="auto" takes the next one'
        )
    return backend


@cache
def _usable(backend: Backend) -> bool:
    """Looking for packages takes a while."""
    return backend.usable()


def kernel_for(loops: Loops, sums: int, backend: Backend) -> Kernel:
    """The program on that backend; the first ``sums`` outputs are added up over the batch.

    Kernels are kept by program: two networks of one shape, or two trainings of one network,
    share their machine code.
    """
    return _kept(loops, sums, backend, frozenset(map(OPS.__getitem__, ops_of(loops))))


@lru_cache(maxsize=64)
def _kept(loops: Loops, sums: int, backend: Backend, rows: frozenset[Op]) -> Kernel:
    """``rows`` is part of the key only: ``define_op(replace=True)`` gives a name another row."""
    return backend.kernel(loops, sums)
