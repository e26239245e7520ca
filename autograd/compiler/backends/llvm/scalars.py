"""What stands alone, as a list of scalar instructions: straight-line code.

Equal expressions get one number, whichever loop they come from. Read ``straight.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograd.compiler.backends.llvm.places import Counter, place
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Sum
from autograd.compiler.program import Instruction, Operand
from autograd.ops import OPS

__all__ = ["Scalars", "Source"]

Source = tuple[str, int]  # the space of a leaf, and its index there


class Scalars:
    """Numbers 0, 1, …: each is a leaf or an instruction on numbers before it.

    ``rows`` says which operand a row is that stands alone, ``uses`` how often each number is
    needed, ``uniform`` whether it is the same for all examples; ``constant_rows`` are the rows
    outside that are so.
    """

    def __init__(self, constant_row: Callable[[int], bool]) -> None:
        self.made: list[Source | Instruction] = []
        self.uses: list[int] = []
        self.uniform: list[bool] = []
        self.rows: dict[int, Operand] = {}
        self._constant_row = constant_row
        self._known: dict[tuple[str, ...], int] = {}

    def add(self, loop: Loop) -> range:
        """Give each member of a loop its number; these are the new ones."""
        first = len(self.made)
        for member in range(loop.members):
            counters, rest = [], member
            for size in reversed(loop.shape):
                rest, at = divmod(rest, size)
                counters.append(Counter("", at, size))
            self.rows[loop.first + member] = self.number(loop.body, (*reversed(counters),))
        return range(first, len(self.made))

    def number(self, x: Expression, counters: tuple[Counter, ...] = ()) -> Operand:
        """The operand that is an expression at these counters."""
        if isinstance(x, Index):
            return self.leaf(x.space, place(x, counters).base)
        if isinstance(x, Apply):
            return self._instruction(x.op, [self.number(y, counters) for y in x.operands])
        return self._sum(x, counters) if isinstance(x, Sum) else x

    def leaf(self, space: str, index: int) -> Operand:
        """The operand that is a leaf."""
        if space == "result" and index in self.rows:
            return self.rows[index]
        uniform = space == "parameter" or (space == "result" and self._constant_row(index))
        return self._numbered((space, str(index)), (space, index), uniform)

    def need(self, x: Operand) -> Operand:
        """Note one more use."""
        if not isinstance(x, float):
            self.uses[x] += 1
        return x

    def _sum(self, x: Sum, counters: tuple[Counter, ...]) -> Operand:
        total: Operand | None = None
        for count, term in x.runs:
            for k in range(count):
                inner = (*counters, Counter("", k, count)) if count > 1 else counters
                number = self.number(term, inner)
                total = number if total is None else self._instruction("add", [total, number])
        return 0.0 if total is None else total

    def _instruction(self, op: str, operands: Sequence[Operand]) -> int:
        words = list(map(repr, operands))  # repr tells 0.0 from -0.0, and 1 from 1.0
        key = (op, *(sorted(words) if OPS[op].symmetric else words))
        if key not in self._known:
            for x in operands:
                self.need(x)
        uniform = all(isinstance(x, float) or self.uniform[x] for x in operands)
        return self._numbered(key, Instruction(op, tuple(operands)), uniform)

    def _numbered(self, key: tuple[str, ...], made: Source | Instruction, uniform: bool) -> int:
        number = self._known.setdefault(key, len(self.made))
        if number == len(self.made):
            self.made.append(made)
            self.uses.append(0)
            self.uniform.append(uniform)
        return number

    # --- products ---

    def is_product(self, x: Operand) -> bool:
        """Whether a number is the result of a multiplication."""
        return not isinstance(x, float) and self.made[x][0] == "mul"

    def is_lone_product(self, x: Operand) -> bool:
        """Whether it is one that a single other number needs, and not the same for all."""
        return self.is_product(x) and self.uses[int(x)] == 1 and not self.uniform[int(x)]

    def fused(self) -> set[int]:
        """Products that only one addition or subtraction needs: not computed by themselves.

        Two that meet are left out: with one of them rounded and the other not, ``x * x - y * y``
        would not be 0 at x = y, and its square root could be nan.
        """
        found: set[int] = set()
        for number, made in enumerate(self.made):
            if made[0] in ("add", "sub") and not self.uniform[number]:
                assert isinstance(made, Instruction)
                products = [x for x in made.operands if self.is_product(x)]
                if len(products) == 1 and self.is_lone_product(products[0]):
                    found.add(int(products[0]))
        return found
