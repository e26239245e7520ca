"""``Program``: a recorded graph as a flat list of numbered instructions.

Every number in a program has an index: first the inputs, then the parameters, then the result of
each instruction in turn. Each index is assigned once (static single assignment), and an
instruction may use only what stands above it. The grammar of a listing::

    program      = "inputs" register* "parameters" register* instruction* "outputs" operand*
    instruction  = register "=" op operand*         op: the name of a row of the op table
    operand      = register | constant              register: v0, v1, …; constant: a float

>>> program = Program(2, 0, (Instruction("mul", (0, 1)), Instruction("sin", (2,))), (3,))
>>> print(program)
inputs      v0 v1
parameters
v2 = mul v0 v1
v3 = sin v2
outputs     v3
>>> program.evaluate([3.0, 0.5])
[0.9974949866040544]

That it is nothing but a list is the point: a pass is a function from a list to a list, a kernel
walks it once. Read ``record.py`` (where programs come from) or ``passes.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from autograd.errors import GraphError
from autograd.finite import evaluate
from autograd.ops import OPS

__all__ = ["Instruction", "Instructions", "Operand", "Program"]

Operand = int | float  # a register's index, or a constant


class Instruction(NamedTuple):
    """One operation: the name of its row, and its operands (indices, or floats for constants)."""

    op: str
    operands: tuple[Operand, ...]


class Instructions(Sequence[Instruction]):
    """Instructions in two columns: less memory than as many records, which are made when read.

    >>> steps = Instructions(["mul", "sin"], [(0, 1), (2,)])
    >>> len(steps), steps[1]
    (2, Instruction(op='sin', operands=(2,)))
    """

    __slots__ = ("operands", "ops")

    def __init__(self, ops: list[str], operands: list[tuple[Operand, ...]]) -> None:
        self.ops, self.operands = ops, operands

    def __len__(self) -> int:
        return len(self.ops)

    def __iter__(self) -> Iterator[Instruction]:
        return map(_instruction, zip(self.ops, self.operands))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return Instructions(self.ops[index], self.operands[index])
        return Instruction(self.ops[index], self.operands[index])


#: a pair as an ``Instruction``, without a step of Python
_instruction: Callable[[Any], Instruction] = partial(tuple.__new__, Instruction)


class Program(NamedTuple):
    """``inputs`` and ``parameters`` are counts; ``outputs`` are operands."""

    inputs: int
    parameters: int
    instructions: Sequence[Instruction]
    outputs: tuple[Operand, ...]

    @property
    def first(self) -> int:
        """The index of the first instruction's result."""
        return self.inputs + self.parameters

    def columns(self) -> tuple[Sequence[str], Sequence[tuple[Operand, ...]]]:
        """The ops and the operands of all instructions, each in a column of their own."""
        steps = self.instructions
        if isinstance(steps, Instructions):
            return steps.ops, steps.operands
        return [op for op, _ in steps], [operands for _, operands in steps]

    def check(self) -> Program:
        """Return the program itself if it is well-formed; ``GraphError`` says where it is not.

        >>> Program(1, 0, (Instruction("add", (0, 5)),), (1,)).check()
        Traceback (most recent call last):
        autograd.errors.GraphError: v1 = add v0 v5: v5 is used before it is assigned
        """
        for index, instruction in enumerate(self.instructions, self.first):
            op = OPS.get(instruction.op)
            line = _line(index, instruction)
            if op is None:
                raise GraphError(f"{line}: there is no op {instruction.op!r}")
            if len(instruction.operands) != op.arity:
                raise GraphError(f"{line}: {op.name} takes {op.arity} operands")
            self._check_operands(instruction.operands, index, line)
        end = self.first + len(self.instructions)
        self._check_operands(self.outputs, end, "outputs")
        return self

    def _check_operands(self, operands: Iterable[Operand], limit: int, line: str) -> None:
        for operand in operands:
            if not isinstance(operand, float) and not 0 <= operand < limit:
                raise GraphError(f"{line}: v{operand} is used before it is assigned")

    def evaluate(self, inputs: Sequence[float], parameters: Sequence[float] = ()) -> list[float]:
        """The outputs at one point, by the op table's own functions: slow, and the reference."""
        numbers: list[float] = [*inputs, *parameters]
        for op, operands in self.instructions:
            arguments = [x if isinstance(x, float) else numbers[x] for x in operands]
            numbers.append(evaluate(OPS[op], arguments))
        return [x if isinstance(x, float) else numbers[x] for x in self.outputs]

    def __eq__(self, other: object) -> bool:
        """Whether the listings are equal: to a tuple v1 is 1.0, 0.0 is -0.0, and nan is not nan."""
        return isinstance(other, Program) and str(self) == str(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(str(self))

    def replaced(self, instructions: Iterable[Instruction], outputs: Iterable[Operand]) -> Program:
        """The same inputs and parameters with other instructions."""
        return Program(self.inputs, self.parameters, tuple(instructions), tuple(outputs))

    def __str__(self) -> str:
        inputs = " ".join(f"v{i}" for i in range(self.inputs))
        parameters = " ".join(f"v{i}" for i in range(self.inputs, self.first))
        lines = [f"inputs      {inputs}", f"parameters  {parameters}"]
        lines += [_line(i, step) for i, step in enumerate(self.instructions, self.first)]
        lines.append("outputs     " + " ".join(map(_operand, self.outputs)))
        return "\n".join(line.rstrip() for line in lines)


def remap(operands: Iterable[Operand], places: Mapping[int, Operand]) -> tuple[Operand, ...]:
    """The operands with each index replaced by what stands in ``places`` for it."""
    return tuple(x if isinstance(x, float) else places[x] for x in operands)


def rewrite(
    program: Program, rule: Callable[[Instruction, list[Instruction], int], Operand | None]
) -> Program:
    """Go through a program once, replacing instructions as ``rule`` says.

    ``rule(instruction, kept, first)`` sees each instruction with its operands already replaced
    and the instructions kept so far (the i-th has index ``first + i``). It answers with an
    operand that stands for the result, or with ``None`` to keep the instruction.
    """
    first = program.first
    places: dict[int, Operand] = {i: i for i in range(first)}
    kept: list[Instruction] = []
    for index, (op, operands) in enumerate(program.instructions, first):
        instruction = Instruction(op, remap(operands, places))
        answer = rule(instruction, kept, first)
        if answer is None:
            answer = first + len(kept)
            kept.append(instruction)
        places[index] = answer
    return program.replaced(kept, remap(program.outputs, places))


def _operand(x: Operand) -> str:
    return repr(x) if isinstance(x, float) else f"v{x}"


def _line(index: int, instruction: Instruction) -> str:
    return " ".join((f"v{index} = {instruction.op}", *map(_operand, instruction.operands)))
