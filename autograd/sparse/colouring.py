"""Colours: which columns of a sparse matrix one sweep can give together.

A sweep along the sum of some columns' directions gives the sum of these columns; where no two
of them meet in a row, each number of the sum is one entry. So columns of one colour cost one
sweep. A symmetric matrix needs fewer: an entry may be read off its own column or its mirror
image's. Both colourings are greedy, so the count is small but not always the smallest.

Sources: A. R. Curtis, M. J. D. Powell, J. K. Reid (1974), "On the estimation of sparse Jacobian
matrices"; T. F. Coleman, J. J. Moré (1984), "Estimation of sparse Hessian matrices and graph
coloring problems"; the way to avoid paths of two colours is that of A. H. Gebremedhin, F. Manne,
A. Pothen (2005), "What color is your Jacobian?", section 4. Read ``matrix.py`` next.
"""

from __future__ import annotations

from autograd.sparse.pattern import places

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Iterable, Sequence

__all__ = ["column_groups", "star_groups"]


def column_groups(columns: Sequence[int]) -> list[int]:
    """Sets of columns no two of which meet in a row; those without an entry are in none.

    ``columns`` has for each the set of its rows. Of two orders (as they come, the fullest first)
    the one that needs fewer sets is taken.

    >>> [bin(group) for group in column_groups([0b0011, 0b0110, 0b1100, 0b1000])]
    ['0b101', '0b1010']
    """
    as_they_come = [j for j, rows in enumerate(columns) if rows]
    fullest_first = sorted(as_they_come, key=lambda j: -columns[j].bit_count())
    orders: tuple[Iterable[int], ...] = (as_they_come, fullest_first)
    return min((_apart(columns, order) for order in orders), key=len)


def _apart(columns: Sequence[int], order: Iterable[int]) -> list[int]:
    groups: list[int] = []
    taken: list[int] = []  # the rows that a group's columns have
    for j in order:
        rows = columns[j]
        for group, others in enumerate(taken):
            if not others & rows:
                groups[group] |= 1 << j
                taken[group] |= rows
                break
        else:
            groups.append(1 << j)
            taken.append(rows)
    return groups


def star_groups(rows: Sequence[int]) -> list[int]:
    """Sets of columns of a symmetric pattern, from whose sums every entry can be read directly.

    Neighbours (i and j with an entry) are in different sets, and no path of four has only two:
    then of an entry and its mirror image one is alone in its row among the columns of its set.

    >>> [bin(group) for group in star_groups([0b0011, 0b0111, 0b1110, 0b1100])]  # tridiagonal
    ['0b101', '0b10', '0b1000']
    >>> len(star_groups([0b11111, 0b11, 0b101, 0b1001, 0b10001]))  # an arrow
    2
    """
    beside = [row & ~(1 << i) for i, row in enumerate(rows)]
    groups: list[int] = []
    met: list[int] = []  # for each group what is beside one of it,
    twice: list[int] = []  # and what is beside two of it
    group_of: dict[int, int] = {}
    coloured = 0
    for v, row in enumerate(rows):
        if not row:
            continue
        forbidden = beside[v]
        for w in places(beside[v]):
            forbidden |= beside[w] & (twice[group_of[w]] if w in group_of else coloured)
        group = next((g for g, members in enumerate(groups) if not members & forbidden), len(met))
        if group == len(met):
            for lists in (groups, met, twice):
                lists.append(0)
        groups[group] |= 1 << v
        twice[group] |= met[group] & beside[v]
        met[group] |= beside[v]
        group_of[v] = group
        coloured |= 1 << v
    return groups
