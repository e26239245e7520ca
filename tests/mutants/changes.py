"""Small changes of a module, each of which some test should notice.

``changes(tree)`` makes every change in turn in the tree itself and takes it back afterwards, so a
reader may unparse the whole module while it looks at one. Types, docstrings, the wording of
errors and ``__all__`` stay as they are. Read ``worker.py`` next.

>>> for change in changes(ast.parse("def f(a, b):\\n    return a < b")):
...     print(change.before, "->", change.after)
return a < b -> return None
a < b -> a <= b
"""

import ast
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    **{ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt},
    **{ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is},
    **{ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And},
    **{ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult},
    **{ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.MatMult: ast.Mult},
    **{ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift},
    **{ast.RShift: ast.LShift},
}
TYPES = {"annotation", "returns", "type_params", "format_spec"}  # fields that compute nothing
BODIES = ("body", "orelse", "finalbody")
UNTOUCHED = {"__all__", "TYPE_CHECKING"}
DELETED = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Expr, ast.Raise, ast.Delete)


class Change(NamedTuple):
    """What stood in a line, and what stands there now; ``function`` is "" outside of all."""

    function: str
    line: int
    before: str
    after: str


class _Edit(NamedTuple):
    """A field of a node, and what to put into it."""

    field: str
    value: Any


def changes(tree: ast.Module | ast.Expression) -> Iterator[Change]:
    """Each change, made in the tree for as long as it is looked at."""
    for node, function in [*_nodes(tree)]:
        for field, new in [*_edits(node)]:
            old, before = getattr(node, field), ast.unparse(node)
            setattr(node, field, new)
            if field in (*BODIES, "decorator_list"):
                gone = next(was for i, was in enumerate(old) if new[i : i + 1] != [was])
                kept = [now for now in new if now not in old] or [ast.Pass()]
                yield Change(function, gone.lineno, ast.unparse(gone), ast.unparse(kept[0]))
            elif isinstance(node, (ast.If, ast.While)):
                yield Change(function, node.lineno, ast.unparse(old), ast.unparse(new))
            else:
                near = node.target if isinstance(node, ast.comprehension) else node
                yield Change(function, near.lineno, before, ast.unparse(node))
            setattr(node, field, old)


def _nodes(node: ast.AST, around: str = "", function: str = "") -> Iterator[tuple[ast.AST, str]]:
    """The nodes of a tree that make up what it does: neither types nor wording.

    With each comes the function in which it stands, as Python calls it; ``around`` is what the
    names of functions begin with there.
    """
    if _is_wording(node):
        return
    if isinstance(node, ast.ClassDef):
        around += f"{node.name}."
    if isinstance(node, ast.FunctionDef):
        function = around + node.name
        around = f"{function}.<locals>."
    children = [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "row":
        conventions = [k for k in node.keywords if k.arg == "conventions"]
        children = [*node.args[2:4], *conventions]  # names, domains and pictures are no rules
    else:
        yield node, function
    aside = [getattr(node, field, None) for field in TYPES]
    for child in children:
        literal = isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)
        if child not in aside and not literal:
            yield from _nodes(child, around, function)


def _is_wording(node: ast.AST) -> bool:
    """Whether nothing below is computed with: an error, a docstring, a type, a list of names."""
    if isinstance(node, (ast.Raise, ast.Import, ast.ImportFrom, ast.Assert)):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        return name.endswith(("Error", "Warning", "TypeVar", "cast"))
    if isinstance(node, ast.Assign):
        union = isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.BitOr)
        return ast.unparse(node.targets[0]) in UNTOUCHED or union
    return isinstance(node, ast.AnnAssign) and node.value is None


def _edits(node: ast.AST) -> Iterator[_Edit]:
    for field in BODIES:
        if isinstance(statements := getattr(node, field, None), list):
            yield from _of_statements(field, statements, inside=not isinstance(node, ast.Module))
    for i, name in enumerate(decorators := getattr(node, "decorator_list", [])):
        if ast.unparse(name) != "overload":
            yield _Edit("decorator_list", decorators[:i] + decorators[i + 1 :])
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        constant = isinstance(node.test, ast.Constant)
        yield from (_Edit("test", ast.Constant(x)) for x in (True, False) if not constant)
    elif isinstance(node, ast.comprehension):
        yield from (_Edit("ifs", node.ifs[:i] + node.ifs[i + 1 :]) for i in range(len(node.ifs)))
    elif isinstance(node, ast.Return) and node.value is not None:
        if ast.unparse(node.value) != "None":
            yield _Edit("value", ast.Constant(None))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield _Edit("operand", ast.UnaryOp(type(node.op)(), node.operand))  # twice is not at all
    else:
        yield from _of_expressions(node)


def _of_statements(field: str, statements: list[ast.stmt], inside: bool) -> Iterator[_Edit]:
    """Statements left out; of a module itself only those that give nothing a name."""
    for i, statement in enumerate(statements):
        new: ast.stmt = ast.Pass()
        if isinstance(statement, (ast.Break, ast.Continue)):
            new = ast.Continue() if isinstance(statement, ast.Break) else ast.Break()
        elif not isinstance(statement, DELETED if inside else ast.Expr):
            continue
        if isinstance(statement, ast.Raise) or not _is_wording(statement):
            yield _Edit(field, [*statements[:i], new, *statements[i + 1 :]])


def _of_expressions(node: ast.AST) -> Iterator[_Edit]:
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            yield _Edit("ops", [*node.ops[:i], SWAPPED[type(op)](), *node.ops[i + 1 :]])
    elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
        if type(node.op) in SWAPPED:
            yield _Edit("op", SWAPPED[type(node.op)]())
    elif isinstance(node, ast.Constant):
        yield from (_Edit("value", new) for new in _constants(node.value))
    elif isinstance(node, ast.Slice):
        one = ast.Constant(1)
        if not isinstance(node.lower, ast.Constant):
            yield _Edit("lower", ast.BinOp(node.lower, ast.Add(), one) if node.lower else one)
        if not isinstance(node.upper, ast.Constant):
            yield _Edit("upper", ast.BinOp(node.upper or ast.Constant(0), ast.Sub(), one))
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.BinOp):
        yield _Edit("slice", ast.BinOp(node.slice, ast.Add(), ast.Constant(1)))
    elif isinstance(node, ast.Call):
        plain = not any(isinstance(x, ast.Starred) for x in node.args[:2])
        if len(node.args) > 1 and plain and ast.dump(node.args[0]) != ast.dump(node.args[1]):
            yield _Edit("args", [node.args[1], node.args[0], *node.args[2:]])


def _constants(value: object) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, float):
        yield -value if math.isinf(value) else 2.0 * value or 1.0
    elif isinstance(value, str):
        yield from _texts(value)


def _texts(text: str) -> Iterator[str]:
    """A text that is a formula (a row's partial) with a change in it; any other emptied."""
    try:
        formula = ast.parse(text, mode="eval")
    except SyntaxError:
        formula = ast.Expression(ast.Name(text))
    if isinstance(formula.body, (ast.Name, ast.Attribute)):
        yield "" if text else "mutant"
    else:
        yield from (ast.unparse(formula) for _ in changes(formula))
