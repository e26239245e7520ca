"""Where the sums over the batch go."""

import pytest

from autograd.compiler.loops.loop import Index, Loop, Loops

np = pytest.importorskip("numpy", reason="array code needs NumPy")
sums = pytest.importorskip("autograd.compiler.backends.sums")
spaces = pytest.importorskip("autograd.compiler.backends.spaces")
ROWS = Loop((2, 2), Index("input", 0, (0, 0)), 0)


def written(outputs: tuple[int | float, ...]) -> tuple[str, list[str]]:
    """The space that ``ROWS`` are summed up in, and the statements for the rest."""
    loops = Loops(2, 1, (ROWS, Loop((), Index("parameter", 0), 4)), outputs)
    into = sums.Sums(loops, spaces.Spaces(loops, len(outputs)))
    view, tables = into.view(ROWS), []

    def table(rows: object) -> str:
        tables.append(rows)
        return f"i{len(tables) - 1}"

    return f"{view.space}{view.base}", list(into.rest(table))


def test_results_at_even_steps_are_summed_up_in_place() -> None:
    assert written((1.5, 3, 4, 0, 5, 6)) == (
        "G1",
        ["G[3:4:1] = total(X[0:1:1], -1, keepdims=True)", "G[0:1:1] = i0 * N"],
    )
    assert written((7, 3, 4, 5, 6, 2)) == (
        "G1",
        ["G[0:1:1] = U[4:5:1] * N", "G[5:6:1] = P[0:1:1] * N"],
    )


def test_results_that_stand_there_twice_or_not_are_brought_there_in_the_end() -> None:
    assert written((3, 4, 5, 6, 3)) == ("S0", ["G[0:5:1] = S[i0]"])
    assert written((3, 4, 6, 5)) == ("S0", ["G[0:4:1] = S[i0]"])
    assert written((3, 4, 6)) == ("S0", ["G[0:3:1] = S[i0]"])
