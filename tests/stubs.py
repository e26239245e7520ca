"""The type stubs of ``functions`` and ``operators``: what is attached there from the op table.

A stub hides the module beside it from the type checker, so all that the module itself defines is
copied into it: names and signatures are read off the module's syntax tree.
"""

import ast
from pathlib import Path

from autograd import functions
from autograd.ops import OPERATORS, OPS, Op

HEAD = '"""Written from the op table by ``python -m tests.derived``: do not edit."""\n'


def functions_stub() -> str:
    """The text of ``autograd/functions.pyi``."""
    own = _stub_of_module(Path(functions.__file__))
    return HEAD + own + "".join(map(_overloads, _rows()))


def operators_stub() -> str:
    """The text of ``autograd/operators.pyi``."""
    binary = "".join(
        f"    def __{side}{name}__(self, other: Node | float) -> Self: ...\n"
        for name in OPERATORS.values()
        for side in ("", "r")
    )
    unary = "    def __neg__(self) -> Self: ...\n    def __abs__(self) -> Self: ...\n"
    methods = "".join(
        f"    def {op.name}(self{_defaults(op, 'Node')}) -> Self: ...\n"
        for op in _rows()
        if op.arity - len(op.defaults) == 1
    )
    imports = "\nfrom typing import Self\n\nfrom autograd.graph import Node\n\n"
    return f"{HEAD}{imports}class Operators:\n{binary}{unary}{methods}"


def _rows() -> list[Op]:
    """Rows of ``ops.py`` itself, without those that a doctest has defined since."""
    return [op for op in OPS.values() if op.name in functions.__all__]


def _stub_of_module(path: Path) -> str:
    """The public names and functions of a module, and the imports that these need."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [stub for stub in map(_stub, tree.body) if stub is not None]
    words = {n.id for stub in found for n in ast.walk(stub) if isinstance(n, ast.Name)}
    imports = {"typing": {"overload"}}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names} & words
            imports.setdefault(str(node.module), set()).update(names)
    lines = {True: "\n", False: "\n"}
    for module, names in sorted(imports.items()):
        if names:
            ours = module.startswith("autograd")
            lines[ours] += f"from {module} import {', '.join(sorted(names))}\n"
    values = "".join(f"{ast.unparse(s)}\n" for s in found if isinstance(s, ast.AnnAssign))
    values = f"__all__: list[str]\n{values}"  # of the rows, which a stub cannot count
    defined = [ast.unparse(s) for s in found if isinstance(s, ast.FunctionDef)]
    body = "".join(text.replace(":\n    ...", ": ...") + "\n" for text in defined)
    return f"{lines[False]}{lines[True]}\n{values}\n{body}"


def _stub(node: ast.stmt) -> ast.stmt | None:
    """A public definition without what it does."""
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
        node.body = [ast.Expr(ast.Constant(...))]
        return node
    if isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
        node.value = None
        return node
    return None


def _defaults(op: Op, kind: str = "Value") -> str:
    names = op.operands[op.arity - len(op.defaults) :]
    return "".join(f", {n}: {kind} | float = {d}" for n, d in zip(names, op.defaults))


def _overloads(op: Op) -> str:
    """A Value for a Value among the operands, a float for floats."""
    required = op.operands[: op.arity - len(op.defaults)]

    def header(kinds: list[str], result: str) -> str:
        given = ", ".join(f"{n}: {k}" for n, k in zip(required, kinds))
        return f"@overload\ndef {op.name}({given}{_defaults(op)}) -> {result}: ...\n"

    either, count = "Value | float", len(required)
    values = [
        header([either] * i + ["Value"] + [either] * (count - i - 1), "Value") for i in range(count)
    ]
    return "".join(values) + header(["float"] * count, "float")
