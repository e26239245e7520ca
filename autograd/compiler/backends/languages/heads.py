"""How the function of a text is called: ``f(inputs, p, seed)``, in every language, and what it says
of that.

Read ``imperative.py`` next.
"""

from __future__ import annotations

from autograd.compiler.backends.languages.scope import Argument, Scope

__all__ = ["called_with", "listed", "split", "told"]


def split(scope: Scope) -> tuple[list[Argument], str]:
    """The inputs, and what the seed is called ("" where there is no gradient)."""
    if not scope.program.seeded:
        return scope.arguments, ""
    *inputs, seed = scope.arguments
    return inputs, seed.names[0]


def called_with(scope: Scope, one: str) -> list[str]:
    """The arguments: inputs, ``p`` if there are parameters, the seed, which is one if not given."""
    inputs, seed = split(scope)
    vector = ["p"] if scope.program.loops.parameters else []
    names = [name for argument in inputs for name in argument.names]
    return [*names, *vector, *([f"{seed}{one}"] if seed else [])]


def told(scope: Scope, result: str, many: str = "a loop") -> list[str]:
    """What a reader has to know to call it, a line each."""
    inputs, seed = split(scope)
    count = scope.program.loops.parameters
    parts = [f"{a.names[0]} has {a.array.shape[0]}" for a in inputs if a.together]
    parts += [f"p: the {count} parameters, as vector() gives them"] if count else []
    given = [f"{'; '.join(parts)}."] if parts else []
    times = f", all times {seed}" if seed else ""
    return [f"One example; for many use {many}.", *given, f"{result}{times}."]


def listed(scope: Scope) -> str:
    """The outputs in a row."""
    count = len(scope.program.loops.outputs)
    if scope.program.seeded:
        return f"{count} numbers: the value, then its derivatives by p"
    return f"{count} number{'s' * (count != 1)}"
