"""The op table's rules in the reader's own names, as text and as LaTeX.

The row of ``mul`` says that its derivative with respect to ``a`` is ``b``; for ``c = w * x`` that
is ``x``. The row of ``pow`` says ``b * pow(a, b - 1)``; for ``x**2`` that is ``2.0 * x``. This
module reads a rule as a syntax tree, puts the constants in, works out what they decide, spells out
what textbooks write otherwise, and writes the rest with the names of the nodes.

Read ``paths.py`` next.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy

from autograd.finite import nonfinite
from autograd.functions import GENERIC, NUMBERS, numeric_partial
from autograd.graph import data_of
from autograd.ops import OPS
from autograd.show.text import DIGITS, latex_text, number_text
from autograd.specialise import CONSTANTS
from autograd.value import Value

__all__ = ["partial_latex", "partial_line", "partial_number", "partial_text"]

_LONGEST = 24
_OPERATORS = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow"}
#: rows that hold limits at the edge of their domain -> how one writes them
_WRITTEN = {"pow": "a ** b", "xlogy": "a * log(b)", "powlog": "a ** b * log(a) ** n"}


def partial_number(node: Value, position: int) -> float:
    """The partial of a node with respect to one operand, which may be inf or nan."""
    with nonfinite("allow"):
        return numeric_partial(node, position)


def partial_line(
    node: Value, position: int, names: Mapping[Value, str], digits: int = DIGITS
) -> str:
    """The partial as one short line: ``x = 3.0`` where names are known, else ``3.0``.

    >>> w, x = Value(2.0), Value(3.0)
    >>> partial_line(w * x, 0, {x: "x"}), partial_line(w * x, 1, {x: "x"})
    ('x = 3.0', '2.0')
    """
    if node.op is None or node.op.partials[position] is None:
        return "none"
    number = number_text(partial_number(node, position), digits)
    rule = partial_text(node, position, names)
    return f"{rule} = {number}" if rule and len(rule) <= _LONGEST else number


def partial_text(node: Value, position: int, names: Mapping[Value, str]) -> str:
    """The rule with names put in; empty for a mere number, or where a name is missing.

    >>> x = Value(3.0)
    >>> partial_text(x**2, 0, {x: "x"}), partial_text(x + 1, 0, {x: "x"}), partial_text(x**2, 0, {})
    ('2.0 * x', '', '')
    """
    rule = _rule(node, position)
    if rule is None:
        return ""
    words = _words(node, names)
    used = [name for name in ast.walk(rule) if isinstance(name, ast.Name) and name.id in words]
    if not used or not all(words[name.id] for name in used):
        return ""
    for name in used:
        name.id = words[name.id]  # unparsing prints an identifier as it is, whatever it is
    for other in ast.walk(rule):
        if isinstance(other, ast.Name) and other not in used and other.id in NUMBERS:
            other.id = NUMBERS[other.id][0]
    return ast.unparse(rule)


def partial_latex(node: Value, position: int, names: Mapping[Value, str]) -> str:
    r"""The rule as LaTeX.

    >>> x = Value(0.5)
    >>> y = x.tanh()
    >>> print(partial_latex(y, 0, {x: "x", y: "y"}))
    1 - \text{y} \cdot \text{y}
    """
    rule = _rule(node, position)
    words = {word: latex_text(name or "?") for word, name in _words(node, names).items()}
    return "" if rule is None else _latex(rule, words)


def _words(node: Value, names: Mapping[Value, str]) -> dict[str, str]:
    """What the operands of the rule, and its output, are called here."""
    if node.op is None:
        return {}
    pairs = [(node.op.output, node), *zip(node.op.operands, node.operands)]
    return {word: names.get(thing, "") for word, thing in pairs if isinstance(thing, Value)}


def _rule(node: Value, position: int) -> ast.expr | None:
    """One partial of a node as a syntax tree in which nothing is left to work out."""
    op = node.op
    text = op.partials[position] if op else None
    if op is None or text is None:
        return None
    numbers = dict(zip(op.operands, map(data_of, node.operands)))
    fixed = {word for word, o in zip(op.operands, node.operands) if isinstance(o, float)}
    tree = ast.parse(text, mode="eval").body
    simpler: ast.expr = _Simplify({**numbers, op.output: node.data}, fixed).visit(tree)
    return simpler


class _Simplify(ast.NodeTransformer):
    """Put constants in, take the branch that applies, and compute what is constant."""

    def __init__(self, numbers: Mapping[str, float], fixed: set[str]) -> None:
        self.numbers, self.fixed = numbers, fixed

    def visit_Name(self, name: ast.Name) -> ast.expr:
        return ast.Constant(self.numbers[name.id]) if name.id in self.fixed else name

    def visit_IfExp(self, choice: ast.IfExp) -> ast.expr:
        taken: ast.expr = choice.body if self.value(choice.test) else choice.orelse
        simpler: ast.expr = self.visit(taken)
        return simpler

    def visit_BinOp(self, tree: ast.BinOp) -> ast.expr:
        self.generic_visit(tree)
        if isinstance(tree.op, ast.Pow) and _is_one(tree.right):
            return tree.left
        if isinstance(tree.left, ast.Constant) and isinstance(tree.right, ast.Constant):
            with suppress(ArithmeticError):  # 1 / 0.0 stays as it is
                return ast.Constant(self.value(tree))
        return tree

    def visit_Call(self, call: ast.Call) -> ast.expr:
        call.args = [self.visit(argument) for argument in call.args]
        if not (isinstance(call.func, ast.Name) and call.func.id in _WRITTEN):
            return call
        name = call.func.id
        written = ast.parse(_WRITTEN[name], mode="eval").body
        put: ast.expr = _Put(dict(zip(OPS[name].operands, call.args))).visit(written)
        return put

    def value(self, tree: ast.expr) -> float:
        """An expression's number at this node."""
        code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<rule>", "eval")
        number: float = eval(code, {**GENERIC, **CONSTANTS, **self.numbers})
        return number


class _Put(ast.NodeTransformer):
    """Put expressions in the place of names."""

    def __init__(self, expressions: Mapping[str, ast.expr]) -> None:
        self.expressions = expressions

    def visit_Name(self, name: ast.Name) -> ast.expr:
        return deepcopy(self.expressions.get(name.id, name))

    def visit_BinOp(self, tree: ast.BinOp) -> ast.expr:
        self.generic_visit(tree)
        return tree.left if isinstance(tree.op, ast.Pow) and _is_one(tree.right) else tree


def _is_one(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and tree.value == 1


def _latex(tree: ast.expr, words: Mapping[str, str]) -> str:
    """One expression of the table; its grammar is that of ``ops.py`` and small."""
    if isinstance(tree, ast.Name):
        return words.get(tree.id) or NUMBERS.get(tree.id, ("", latex_text(tree.id)))[1]
    if isinstance(tree, ast.Constant) and isinstance(tree.value, (int, float)):
        return number_text(tree.value)
    if isinstance(tree, ast.BinOp):
        parts = [_latex(side, words) for side in (tree.left, tree.right)]
        if not isinstance(tree.op, ast.Div):
            parts = [_bracketed(p, s, tree.op) for p, s in zip(parts, (tree.left, tree.right))]
        return OPS[_OPERATORS[type(tree.op)]].latex.format(*parts)
    if isinstance(tree, ast.UnaryOp):
        return "-" + _bracketed(_latex(tree.operand, words), tree.operand, ast.Mult())
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id in OPS:
        return OPS[tree.func.id].latex.format(*(_latex(a, words) for a in tree.args))
    return latex_text(ast.unparse(tree))


def _bracketed(text: str, part: ast.expr, above: ast.operator) -> str:
    """Brackets around a sum within a product, and around any operation that is raised."""
    loose = isinstance(part, ast.BinOp) and isinstance(part.op, (ast.Add, ast.Sub))
    raised = isinstance(above, ast.Pow) and isinstance(part, (ast.BinOp, ast.UnaryOp))
    product = isinstance(above, (ast.Mult, ast.Pow, ast.Sub))
    return rf"\left({text}\right)" if (loose and product) or raised else text
