"""What a ``Compiled`` says in texts: its source in a language, and what it is in a line.

Read ``compiled.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.choice import DIFFERENTIATING, language_named
from autograd.compiler.replay import Replay
from autograd.compiler.versions import Versions

__all__ = ["source_of", "summary"]

#: so many inputs are named
MOST = 8


def source_of(versions: Versions, language: str, gradient: bool) -> str:
    """The function in that language, or its value and gradient.

    Raises ``ValueError`` for another language, ``GraphError`` where there is no gradient.
    """
    write = language_named(language)
    version = versions.get(gradient=gradient)
    if gradient:
        version.require_one_output()
        version.require_parameters()
    if language in DIFFERENTIATING:
        return write(version.reading(detached=True))
    return write(version.named)


def summary(versions: Versions) -> str:
    """The function, its inputs, and what is known of its parameters and its backend without
    recording it; and where to read more.

    >>> summary(Versions(lambda x, y: x * y, None))
    '<compiled lambda(x, y); .loops shows what was recorded, .source("numpy") writes it out>'
    """
    title = getattr(versions.function, "__name__", "function").strip("<>")
    count = versions.inputs
    names = [*versions.names, "..."] if count is None else versions.named(count)
    if len(names) > MOST:
        names = [*names[:2], "...", names[-1]]
    about = [f"{title}({', '.join(names)})"]
    version = versions._with_gradient or versions._plain  # what is there already
    if version is not None:
        count = len(version.leaves)
        about.append(f"{count} parameter{'s' * (count != 1)}")
        if "backend" in vars(version):
            about.append(f'batches run on "{version.backend.name}"')
    if isinstance(versions.function, Replay):
        about.append("as it was recorded elsewhere: no change of its function is noticed")
    more = '.loops shows what was recorded, .source("numpy") writes it out'
    return f"<compiled {', '.join(about)}; {more}>"
