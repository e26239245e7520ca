"""The player for pages that make its data themselves: its page without a film, and its rules.

``page/film/film.js`` makes the film of a graph that a page has recorded, ``page/film/player.js``
puts it into the template and the template into a frame. A frame of that kind lives by the content
security policy of the page around it, which therefore has to know the hashes that are given here.

Read ``autograd/page/film/film.js`` next.
"""

from __future__ import annotations

import ast
from typing import Any

from autograd.functions import NUMBERS
from autograd.show.player.page import page, policy_hashes

__all__ = ["player_table", "rule"]

#: what stands in the template where the film comes in
_HOLE = '{"film":0}'


def player_table() -> dict[str, Any]:
    """The template ``page``, its ``hole``, and its ``hashes`` for a content security policy.

    >>> table = player_table()
    >>> [*table], table["page"].count(table["hole"])
    (['page', 'hole', 'hashes'], 1)
    """
    still = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    return {"page": page({"film": 0}, "", still), "hole": _HOLE, "hashes": policy_hashes()}


#: how a rule of the table is written where it is not in plain words
_SIGNS: dict[type[ast.AST], str] = {
    **{ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"},
    **{ast.Mod: "%", ast.FloorDiv: "//", ast.USub: "negative"},
    **{ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="},
}


def rule(text: str) -> Any:
    """One text of the table as it stands there, for a page to write: see ``rules.js``.

    >>> rule("0.0 if is_zero(b) else b * pow(a, b - 1)")
    ['if', 'b', {'float': 0.0}, ['*', 'b', ['call', 'pow', 'a', ['-', 'b', 1]]]]
    """
    return _rule(ast.parse(text, mode="eval").body)


def _rule(part: ast.AST) -> Any:
    match part:
        case ast.Constant(value=float() as value):
            return {"float": value}
        case ast.Constant(value=int() as value):
            return value
        case ast.Name(id=name):
            return NUMBERS[name][0] if name in NUMBERS else name
        case ast.UnaryOp(op=op, operand=x):
            return [_SIGNS[type(op)], _rule(x)]
        case ast.BinOp(left=a, op=op, right=b):
            return [_SIGNS[type(op)], _rule(a), _rule(b)]
        case ast.Compare(left=a, ops=[order], comparators=[b]):
            return [_SIGNS[type(order)], _rule(a), _rule(b)]
        case ast.Call(func=ast.Name(id=name), args=args):
            return ["call", name, *map(_rule, args)]
        case ast.IfExp(test=ast.Call(args=[operand]), body=then, orelse=other):
            return ["if", *map(_rule, (operand, then, other))]
    raise ValueError(f"{ast.unparse(part)!r} is no text of the op table")
