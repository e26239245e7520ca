"""The passes on loops: an expression is made shorter once, for all members.

What has constant operands only is computed, and what ``passes.py`` knows a shorter way for goes
that way. (What nothing depends on, and members that are equal, were dropped when the loops were
found.) Nothing here changes a result beyond the last digits. Read ``backends/kernel.py`` next.
"""

from __future__ import annotations

from autograd.compiler.loops.loop import Apply, Expression, Index, Loops, Run, Sum
from autograd.compiler.passes import shorter
from autograd.finite import evaluate
from autograd.ops import OPS

__all__ = ["simpler", "simplified"]


def simplified(loops: Loops, *, detached: bool = False) -> Loops:
    """The same loops with shorter bodies; ``detached`` keeps what says where derivatives stop."""
    bodies = (simpler(loop.body, detached=detached) for loop in loops.loops)
    return loops._replace(
        loops=tuple(loop._replace(body=body) for loop, body in zip(loops.loops, bodies))
    )


def simpler(body: Expression, *, detached: bool = False) -> Expression:
    """An equal expression, as short as may be.

    >>> x = Index("input", 0)
    >>> simpler(Apply("mul", (Apply("pow", (x, 1.0)), Apply("exp", (0.0,))))) == x
    True
    """
    if isinstance(body, Sum):
        runs = tuple(Run(length, simpler(term, detached=detached)) for length, term in body.runs)
        alone = len(runs) == 1 and runs[0].length == 1
        return runs[0].term if alone else Sum(runs)
    if not isinstance(body, Apply):
        return body
    operands = tuple(simpler(x, detached=detached) for x in body.operands)
    constants = [x for x in operands if isinstance(x, float)]
    if len(constants) == len(operands):
        return evaluate(OPS[body.op], constants)
    if detached and body.op == "detach":
        return Apply(body.op, operands)
    op, fewer = shorter(body.op, operands)
    if op is None:
        return fewer[0]
    twice = len(fewer) == 2 and fewer[0] is fewer[1] and not isinstance(fewer[0], Index)
    return Apply(body.op, operands) if twice else Apply(op, fewer)  # not to compute it twice
