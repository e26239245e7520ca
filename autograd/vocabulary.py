"""What the texts of a row may say, and the same texts in plain words.

::

    text       = number | number "if is_zero(" operand ")" else number     (the latter in partials)
    number     = literal | constant | operand | "-" number
               | number ("+" | "-" | "*" | "/" | "**" | "%" | "//") number
               | row "(" number, … ")" | "where(" condition "," number "," number ")"
    condition  = number ("<" | "<=" | ">" | ">=") number | number    (which holds unless it is 0)

(``is_zero`` saves work where an operand is the constant 0; both sides are the same there.)
Every reader of a text evaluates it on objects of its own: floats, Values, vectors, spellings. To
most of them a comparison is one more object, and always true; ``if``, ``and`` or ``==`` would take
the same branch for all numbers. They are refused, with what to write instead. In plain words
an operator that readers have no common form of is a call (``a ** b`` is ``pow(a, b)``), literals
are floats, operands that were left out are there, and what is constant is computed.

Read ``define.py`` next.
"""

from __future__ import annotations

import ast
import math
from typing import NoReturn

from autograd.ops import OPS, Op
from autograd.specialise import CONSTANTS

__all__ = ["choices_at_zero", "plain_forward", "plain_partials"]

#: operator -> the row that computes it
_OPERATORS: dict[type[ast.operator], str] = {
    **{ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div"},
    **{ast.Pow: "pow", ast.Mod: "mod", ast.FloorDiv: "floordiv"},
}
_ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def plain_forward(op: Op) -> str:
    """The forward text of a row in plain words.

    Raises ``ValueError`` for what has no meaning to some reader, ``NameError`` for a name that
    nothing has, ``SyntaxError`` for what is not Python.

    >>> plain_forward(Op("bump", "x", "where(x > 0, leaky_relu(x) ** 2, 2 * LN2)", ("0",), "real"))
    'where(x > 0.0, pow(leaky_relu(x, 0.01), 2.0), 1.3862943611198906)'
    """
    rows = {name: row for name, row in OPS.items() if name != op.name or op.infix}
    return _Reader(op, op.forward, op.operands, rows).plain()


def plain_partials(op: Op) -> tuple[str | None, ...]:
    """The partials in plain words: they may use the output as well, and the row itself."""
    words = (*op.operands, op.output)
    rows = {**OPS, op.name: op}
    return tuple(
        None if text is None else _Reader(op, text, words, rows).plain() for text in op.partials
    )


def choices_at_zero(plain: str) -> list[tuple[str, tuple[str, str]]]:
    """The operands that a plain partial asks ``is_zero`` of, and the two sides of each choice.

    >>> choices_at_zero("0.0 if is_zero(b) else b * pow(a, b - 1.0)")
    [('b', ('0.0', 'b * pow(a, b - 1.0)'))]
    """
    return [
        (ast.unparse(part.test.args[0]), (ast.unparse(part.body), ast.unparse(part.orelse)))
        for part in ast.walk(ast.parse(plain, mode="eval"))
        if isinstance(part, ast.IfExp) and isinstance(part.test, ast.Call)
    ]


class _Reader:
    """One text of a row, the numbers that it may name and the rows that it may call."""

    def __init__(self, op: Op, text: str, numbers: tuple[str, ...], rows: dict[str, Op]) -> None:
        self.op, self.text, self.numbers, self.rows = op, text, numbers, rows
        self.is_partial = op.output in numbers

    def plain(self) -> str:
        """The text in plain words."""
        if "#" in self.text or len(self.text.splitlines()) > 1:
            raise ValueError(
                f"row {self.op.name!r}: a text is one line without a comment, got {self.text!r}"
            )
        tree = ast.parse(self.text.strip(), f"<row {self.op.name}>", "eval")
        return ast.unparse(self.number(tree.body))

    def number(self, tree: ast.expr) -> ast.expr:
        """An expression that stands for a number."""
        match tree:
            case ast.Constant(value=int() | float()) if not isinstance(tree.value, bool):
                return self.literal(tree)
            case ast.Name():
                return self.name(tree)
            case ast.UnaryOp(op=ast.UAdd()):
                return self.number(tree.operand)
            case ast.UnaryOp(op=ast.USub()):
                return self.computed("neg", [self.number(tree.operand)])
            case ast.BinOp() if _OPERATORS.get(type(tree.op)) in self.rows:
                sides = [self.number(tree.left), self.number(tree.right)]
                return self.computed(_OPERATORS[type(tree.op)], sides)
            case ast.Call(func=ast.Name(id=name)):
                return self.call(tree, name)
            case ast.IfExp(test=ast.Call(func=ast.Name(id="is_zero"))):
                return self.constant_zero(tree)
        self.refuse(tree)

    def literal(self, tree: ast.Constant) -> ast.expr:
        try:
            value = float(tree.value)  # type: ignore[arg-type]  # an int or a float
        except OverflowError:
            value = math.inf
        if math.isinf(value):
            self.stop(f"the number {self.text!r} holds is too large for a float")
        return ast.Constant(value)

    def name(self, tree: ast.Name) -> ast.expr:
        if tree.id in self.numbers:
            return tree
        value = CONSTANTS.get(tree.id)
        if isinstance(value, float):
            return ast.Constant(value)
        if tree.id in self.rows:
            self.stop(f"{tree.id!r} is a row: give it its operands")
        self.unknown(tree.id)

    def call(self, tree: ast.Call, name: str) -> ast.expr:
        """A row on its operands; those that were left out have their defaults."""
        row = self.rows.get(name)
        if name in self.numbers:
            self.stop(f"{name!r} is a number here and cannot be called: rename the operand")
        if name == "is_zero":
            self.about_is_zero()
        if row is None:
            self.unknown(name)
        if tree.keywords or any(isinstance(x, ast.Starred) for x in tree.args):
            self.stop(f"{ast.unparse(tree)!r}: give the operands in their order, without names")
        first = [self.condition(tree.args[0])] if name == "where" and tree.args else []
        given = [*first, *map(self.number, tree.args[len(first) :])]
        missing = row.arity - len(given)
        if not 0 <= missing <= len(row.defaults):
            self.stop(f"{ast.unparse(tree)!r}: {name} takes {', '.join(row.operands)}")
        more = row.defaults[len(row.defaults) - missing :]
        return self.computed(name, [*given, *map(ast.Constant, more)])

    def constant_zero(self, tree: ast.IfExp) -> ast.expr:
        """The choice that a partial may make: it is the same for all numbers."""
        asked = tree.test.args if isinstance(tree.test, ast.Call) else []
        if not (len(asked) == 1 and self.is_partial and ast.unparse(asked[0]) in self.op.operands):
            self.about_is_zero()
        return ast.IfExp(tree.test, self.number(tree.body), self.number(tree.orelse))

    def condition(self, tree: ast.expr) -> ast.expr:
        """The first operand of ``where``: one comparison, or a number."""
        if not isinstance(tree, ast.Compare):
            return self.number(tree)
        if len(tree.ops) > 1 or not isinstance(tree.ops[0], _ORDER):
            self.refuse(tree)
        sides = [self.number(tree.left), self.number(tree.comparators[0])]
        if all(isinstance(side, ast.Constant) for side in sides):
            self.stop(f"{ast.unparse(tree)!r} compares two constants: write what follows from it")
        return ast.Compare(sides[0], tree.ops, sides[1:])

    def computed(self, name: str, operands: list[ast.expr]) -> ast.expr:
        """A row's answer on constants, else the plainest way to ask it."""
        known = [x.value for x in operands if isinstance(x, ast.Constant)]
        if len(known) == len(operands) and name in OPS:
            value = OPS[name].evaluate(*known)
            if not math.isfinite(value):
                self.stop(f"{self.text!r} has a constant part that is {value}")
            return ast.Constant(value)
        divides = name in ("div", "mod", "floordiv")
        if divides and isinstance(operands[-1], ast.Constant) and operands[-1].value == 0.0:
            self.stop(f"{self.text!r} divides by 0")
        if name == "neg":
            return ast.UnaryOp(ast.USub(), operands[0])
        for operator in (ast.Add, ast.Sub, ast.Mult, ast.Div):
            if _OPERATORS[operator] == name:
                return ast.BinOp(operands[0], operator(), operands[1])
        return ast.Call(ast.Name(name, ast.Load()), operands, [])

    # --- refusals ---

    def refuse(self, tree: ast.expr) -> NoReturn:
        """Say what to write instead of something that Python would decide once for all."""
        known = {*self.numbers, *self.rows, *CONSTANTS}
        for name in (part.id for part in ast.walk(tree) if isinstance(part, ast.Name)):
            if name not in known:
                self.unknown(name)
            if name == "is_zero":
                self.about_is_zero()
        instead = _instead(tree)
        if instead is None:
            self.stop(f"{ast.unparse(tree)!r} is neither arithmetic nor a call of a row")
        self.stop(f"{ast.unparse(tree)!r} is not decided number by number: write {instead}")

    def about_is_zero(self) -> NoReturn:
        operand = self.op.operands[0]
        self.stop(
            f"is_zero asks about an operand, in a partial alone: … if is_zero({operand}) else …"
        )

    def unknown(self, name: str) -> NoReturn:
        raise NameError(f"row {self.op.name!r} uses {name!r}, which no row and no operand is named")

    def stop(self, said: str) -> NoReturn:
        raise ValueError(f"row {self.op.name!r}: {said}")


def _instead(tree: ast.expr) -> str | None:
    """The same choice with ``where``, which every reader has."""
    say = ast.unparse
    match tree:
        case ast.IfExp():
            return f"where({say(tree.test)}, {say(tree.body)}, {say(tree.orelse)})"
        case ast.BoolOp(op=ast.And()):
            return _both([say(part) for part in tree.values])
        case ast.BoolOp():
            *first, last = (say(part) for part in tree.values)
            text = f"where({last}, 1.0, 0.0)"
            for part in reversed(first):
                text = f"where({part}, 1.0, {text})"
            return text
        case ast.UnaryOp(op=ast.Not()):
            return f"where({say(tree.operand)}, 0.0, 1.0)"
        case ast.Compare(ops=[ast.Eq() | ast.NotEq()]):
            answers = "0.0, 1.0" if isinstance(tree.ops[0], ast.Eq) else "1.0, 0.0"
            difference = ast.BinOp(tree.left, ast.Sub(), tree.comparators[0])
            return f"where(abs({say(difference)}) > 0, {answers})"
        case ast.Compare(ops=[_]):
            return f"where({say(tree)}, 1.0, 0.0)"
        case ast.Compare():
            sides = [tree.left, *tree.comparators]
            pairs = zip(sides, tree.ops, sides[1:])
            return _both([say(ast.Compare(left, [op], [right])) for left, op, right in pairs])
    return None


def _both(conditions: list[str]) -> str:
    """Whether all conditions hold, as a number."""
    text = "1.0"
    for condition in reversed(conditions):
        text = f"where({condition}, {text}, 0.0)"
    return text
