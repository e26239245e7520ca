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
from autograd.compiler.loops.loop import Loops
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.runnable import ops_of, written
from autograd.compiler.loops.typeset import latex_text
from autograd.ops import OPS, Op

__all__ = [
    "BACKENDS",
    "DIFFERENTIATING",
    "LANGUAGES",
    "backend_for",
    "kernel_for",
    "language_named",
]

#: the fastest first; the last one is always usable
BACKENDS: list[Backend] = [run.BACKEND, arrays.BACKEND, python.BACKEND]
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


def backend_for(loops: Loops) -> Backend:
    """The first backend that is usable here and takes a program of this length."""
    length = written(loops)
    return next(b for b in BACKENDS if length <= b.limit and _usable(b))


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
