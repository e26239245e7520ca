"""A program on whole arrays, with matrix products where its loops are such.

``z1[i] = b1[i] + Σj W1[i,j]·x[j]`` is ``z1 = b1 + W1 @ x``. Libraries add in an order of their own,
so the last digits may differ from the engine's. Read ``parameter_vector.py`` next.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from autograd.compiler.backends.languages import parameter_vector
from autograd.compiler.backends.languages.axes import Shaped, contracted, outer, viewed
from autograd.compiler.backends.languages.gather import Gather
from autograd.compiler.backends.languages.heads import called_with, split, told
from autograd.compiler.backends.languages.library import JAX, NUMPY, TORCH, Library
from autograd.compiler.backends.languages.outputs import Copy, copies_of
from autograd.compiler.backends.languages.scope import Scope
from autograd.compiler.backends.text import Text, bare, called
from autograd.compiler.backends.words import is_primitive, said, vocabulary
from autograd.compiler.loops.arrays import depends
from autograd.compiler.loops.loop import Apply, Expression, Index, Loop, Run, Sum
from autograd.compiler.loops.naming import Named
from autograd.compiler.loops.notation import ATOM, PRODUCT, SUM
from autograd.ops import OPS, Op

__all__ = ["jax_text", "numpy_text", "torch_text"]

_SIGNS = {"add": " + ", "sub": " - ", "mul": " * ", "div": " / "}


def numpy_text(program: Named) -> str:
    """The program as a NumPy function ``f(x, p)`` of its inputs and the vector of its parameters.

    ``p`` is what ``vector()`` gives; ``unpack(p)`` are its matrices. The result is the output, or a
    tuple of them. With the gradient it is ``f(x, p, seed=1.0)`` and gives the value and the
    gradient, a vector like ``p``.

    >>> import autograd as ag
    >>> w = [ag.Value(0.5) for _ in range(8)]
    >>> f = ag.compile(lambda *x: ag.tanh(ag.sum([a * b for a, b in zip(w, x)])), inputs=8)
    >>> print(f.source("numpy", gradient=True).partition("numbers")[2])
    ")
        z = p @ x
        h = np.tanh(z)
        loss = h * seed
        dz = seed * (1.0 - h * h)
        dp = dz * x
        return loss, dp
    <BLANKLINE>
    """
    return _Matrices(program, NUMPY).write()


def jax_text(program: Named) -> str:
    """The program as a JAX function, like ``numpy_text``; JAX may compile and differentiate it."""
    return _Matrices(program, JAX).write()


def torch_text(program: Named) -> str:
    """The program as a PyTorch function, like ``numpy_text``; it may be differentiated by p."""
    return _Matrices(program, TORCH).write()


class _Matrices(Scope):
    def __init__(self, program: Named, library: Library) -> None:
        module = library.module
        super().__init__(program, {"p", "f", "unpack", "number", "jax", module})
        self.library, self.module = library, module
        self.make = f"{module}.{'tensor' if library.number else 'array'}"
        self.used_helpers: dict[str, None] = {}
        self.words = vocabulary(lambda row: library.function(row, self.used_helpers))
        self.words["detach"] = lambda x: Text(library.stopped(repr(x)))
        self.helpers: dict[str, str] = {}
        self.lines: list[str] = []
        self.gather = Gather(self, module, library.number)

    def write(self) -> str:
        """The whole text."""
        for loop in self.program.loops.loops:
            self.gather.before(loop)
            self.say(f"{self.gather.variable(loop)} = {self.filled(loop)}")
        result = self.results(copies_of(self.program))
        inputs, head, doc = self.head()
        before = [self.library.helpers[name] for name in self.used_helpers]
        tables = [f"{name} = {self.make}({list(table)})" for table, name in self.tables.items()]
        parts = [self.library.head, "", *tables, "", *before, *self.helpers.values()]
        parts += parameter_vector.unpack(self)
        text = "\n".join([*parts, head, doc, *inputs, *self.lines, f"    return {result}", ""])
        return _spaced(text)

    def head(self) -> tuple[list[str], str, str]:
        """The lines that prepare the inputs, the head of the function, and what it says."""
        count, lines = self.program.loops.parameters, list[str]()
        if self.library.number:
            lines += [f"    {name} = number({name})" for name in called_with(self, "")]
        if count:
            lines += [
                f"    if p.shape != ({count},):",
                f'        raise ValueError("p has {count} numbers")',
            ]
        for argument in split(self)[0]:
            if len(argument.names) > 1:
                make = "stack" if self.library.number else "array"
                made = f"{self.module}.{make}([{', '.join(argument.names)}])"
                lines.append(f"    {self.spelled[argument.array]} = {made}")
        named = [self.spelled[array] for array in self.parameters if array.name != "p"]
        if named:
            lines.append(f"    {', '.join(named)}{',' * (len(named) == 1)} = unpack(p)")
        result = "Gives the output" if len(self.program.loops.outputs) == 1 else "Gives the outputs"
        if self.program.seeded:
            result = "Gives the value and the gradient, a vector like p"
        doc = "\n    ".join(told(self, result, self.library.many))
        return lines, f"def f({', '.join(called_with(self, '=1.0'))}):", f'    """{doc}"""'

    def say(self, line: str) -> None:
        """Write a line."""
        self.lines.append(f"    {line}")

    # --- expressions ---

    def filled(self, loop: Loop) -> str:
        """The results of a loop, with all its axes."""
        found = self.value(loop.body, loop.shape)
        axes = range(len(loop.shape))
        if len(found.axes) < len(loop.shape):
            text = viewed(found, axes, self.module).text
            text = f"number({text})" if self.library.number else text
            return f"{self.module}.broadcast_to({text}, {_tuple(loop.shape)})"
        return viewed(found, axes, self.module).text

    def value(self, x: Expression, extents: Sequence[int]) -> Shaped:
        """An expression within these counters."""
        if isinstance(x, float):
            return self.constant(x)
        if isinstance(x, Index):
            return self.gather.leaf(x, extents)
        if isinstance(x, Sum):
            return self.sum(x, extents)
        return self.applied(OPS[x.op], [self.value(y, extents) for y in x.operands])

    def constant(self, x: float) -> Shaped:
        """A number."""
        if not math.isfinite(x):
            name = "nan" if x != x else "inf"
            return Shaped(f"{'-' * (x < 0)}{self.module}.{name}", (), PRODUCT)
        return Shaped(repr(x), (), ATOM if math.copysign(1.0, x) > 0 else SUM)

    def sum(self, x: Sum, extents: Sequence[int]) -> Shaped:
        """Terms added up."""
        total, *rest = [self.run(run, extents) for run in x.runs]
        for term in rest:
            total = self.infix("add", total, term)
        return total

    def run(self, run: Run, extents: Sequence[int]) -> Shaped:
        """The sum of a run: a matrix product, if its terms are products that both count it."""
        if run.length == 1:
            return self.value(run.term, extents)
        counter, inner = len(extents), (*extents, run.length)
        if not depends(run.term, counter):
            once = self.value(run.term, extents)
            return self.infix("mul", self.constant(float(run.length)), once)
        if isinstance(run.term, Apply) and run.term.op == "mul":
            pair = [self.value(y, inner) for y in run.term.operands]
            if all(counter in y.axes for y in pair):
                return contracted(pair[0], pair[1], counter, self.module)
        term = self.value(run.term, inner)
        rest = tuple(axis for axis in term.axes if axis != counter)
        where = f", {self.library.axis}={term.axes.index(counter)}" if rest else ""
        return Shaped(f"{self.module}.sum({term.text}{where})", rest)

    def applied(self, row: Op, operands: list[Shaped]) -> Shaped:
        """An operation on arrays."""
        if row.name == "detach":
            return Shaped(self.library.stopped(operands[0].at_least(ATOM)), operands[0].axes)
        if row.name == "identity":
            return operands[0]
        if row.name == "neg":
            x = operands[0]
            return Shaped(f"-{x.at_least(PRODUCT)}", x.axes, PRODUCT)
        if row.name in _SIGNS:
            return self.infix(row.name, *operands)
        axes = sorted({axis for x in operands for axis in x.axes})
        given = [Text(viewed(x, axes, self.module).text) for x in operands]
        if is_primitive(row):
            return Shaped(repr(self.words[row.name](*given)), tuple(axes))
        if row.name not in self.helpers:
            self.helpers[row.name] = self.helper(row)
        given = [Text(self.library.given(x)) for x in given]
        return Shaped(repr(called(row.name)(*given)), tuple(axes))

    def helper(self, row: Op) -> str:
        """The definition of a row; without derivatives it is one of constants, as in the table."""
        names = row.operands
        if {*row.partials} == {"0"}:
            names = tuple(map(self.library.constant.format, names))
        text = bare(repr(said(row, [*map(Text, names)], self.words)))
        return f"def {row.name}({', '.join(row.operands)}):\n    return {text}\n"

    def infix(self, op: str, a: Shaped, b: Shaped) -> Shaped:
        """Arithmetic on arrays; all products of two rows are an outer product."""
        if op == "mul" and len(a.axes) == len(b.axes) == 1 and a.axes != b.axes:
            return outer(a, b, self.module)
        axes = a.axes if set(b.axes) <= set(a.axes) else tuple(sorted({*a.axes, *b.axes}))
        axes = b.axes if set(a.axes) < set(b.axes) else axes
        level = SUM if op in ("add", "sub") else PRODUCT
        left = viewed(a, axes, self.module).at_least(level)
        tight = level if op == "add" else level + 1
        right = viewed(b, axes, self.module).at_least(tight)
        return Shaped(f"{left}{_SIGNS[op]}{right}", axes, level)

    def results(self, copies: list[Copy]) -> str:
        """What the function returns."""
        total = self.program.loops.parameters if self.program.seeded else 0
        own = [copy for copy in copies if not 1 <= copy.first <= total]
        texts = [parameter_vector.spelled(self, copy) for copy in own]
        if total:
            texts.insert(1, parameter_vector.packed(self, copies))
        return ", ".join(texts) if texts else "()"


def _tuple(shape: tuple[int, ...]) -> str:
    return repr(tuple(shape))


def _spaced(text: str) -> str:
    """Two empty lines before each definition."""
    out: list[str] = []
    for i, line in enumerate(text.split("\n")):
        if line.startswith("def "):
            while out and not out[-1]:
                out.pop()
            out += ["", ""]
        if line or (out and out[-1]) or i == 0:
            out.append(line)
    return "\n".join(out)
