"""Functions of one number as ONNX nodes: an operation by its name there, or by a text.

A text is a row's own, or stands here where ONNX has no such primitive; it is evaluated on tensors.
Needs ONNX. Read ``build.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import autograd as ag
from autograd import Value
from nn.export.graphs.graph import Graph, Tensor
from nn.export.known import recorded, refused

__all__ = ["activated"]

#: rows that ONNX has, and its names for them
NAMES = {
    **{name: name.capitalize() for name in ("abs", "exp", "log", "sqrt", "sign", "floor", "ceil")},
    **{name: name.capitalize() for name in ("sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: name.capitalize() for name in ("sinh", "cosh", "tanh", "asinh", "acosh", "atanh")},
    **{name: name.capitalize() for name in ("sigmoid", "softplus", "erf", "relu", "identity")},
    **{
        "detach": "Identity",
        "add": "Add",
        "sub": "Sub",
        "mul": "Mul",
        "div": "Div",
        "neg": "Neg",
        "pow": "Pow",
    },
    **{"maximum": "Max", "minimum": "Min"},
}
#: rows that it has not -> what they are, over the row's operands; no digits are lost near 0
TEXTS = {
    "exp2": "exp(x * 0.6931471805599453)",
    "expm1": "2.0 * exp(x / 2.0) * sinh(x / 2.0)",
    "log2": "log(x) / 0.6931471805599453",
    "log10": "log(x) / 2.302585092994046",
    "log1p": "where(abs(x) < 1.0, 2.0 * atanh(x / (2.0 + x)), log(1.0 + x))",
    "mod": "a - b * floor(a / b)",
    "floordiv": "floor(a / b)",
    "hypot": "sqrt(a * a + b * b)",
}
#: rows that onnxruntime has in single precision alone, or loses large numbers of -> what they are
#: in double precision. Source: W. Kahan, for log1p and expm1 (HP-15C Advanced Functions, 1982)
DOUBLE = {
    "softplus": "maximum(x, 0.0) + log1p(exp(-abs(x)))",
    "log1p": "where(1.0 + x - 1.0, log(1.0 + x) * (x / (1.0 + x - 1.0)), x)",
    "expm1": "where(x > 40.0, exp(x), where(exp(x) - 1.0, where(exp(x), (exp(x) - 1.0)"
    " * (x / log(exp(x))), -1.0), x))",
    "sinh": "sign(x) * where(abs(x) > 40.0, 0.5 * exp(abs(x) / 2.0) * exp(abs(x) / 2.0),"
    " (expm1(abs(x)) + expm1(abs(x)) / (expm1(abs(x)) + 1.0)) / 2.0)",
    "cosh": "0.5 * exp(abs(x) / 2.0) * exp(abs(x) / 2.0) + 0.5 * exp(-abs(x))",
    "tan": "sin(x) / cos(x)",
    "asinh": "sign(x) * where(abs(x) > 1e8, log(abs(x)) + 0.6931471805599453,"
    " log1p(abs(x) + x * x / (1.0 + sqrt(1.0 + x * x))))",
    "acosh": "where(x > 1e8, log(x) + 0.6931471805599453,"
    " log1p(x - 1.0 + sqrt((x - 1.0) * (x + 1.0))))",
    "atanh": "sign(x) * 0.5 * log1p(2.0 * abs(x) / (1.0 - abs(x)))",
}


def activated(graph: Graph, activation: Any, x: Tensor, place: str) -> Tensor:
    """An activation of every number of a tensor; ``OperandError`` for what ONNX cannot say."""
    if activation == "linear":
        return x
    if activation in NAMES and not (graph.double and activation in DOUBLE):
        return graph.node(NAMES[activation], x)
    program = recorded(activation, place).program
    made: list[Any] = [x]
    for name, operands in program.instructions:
        given = [operand if isinstance(operand, float) else made[operand] for operand in operands]
        made.append(_Words(graph, activation, place)[name](*given))
    (output,) = program.outputs
    return x * 0.0 + output if isinstance(output, float) else made[output]


class _Words(dict[str, Callable[..., Any]]):
    """What a text may call: a row's name -> its function on tensors, found when it is asked for."""

    def __init__(self, graph: Graph, activation: Any, place: str) -> None:
        super().__init__(where=lambda c, a, b: _where(graph, c, a, b))
        self.graph, self.activation, self.place = graph, activation, place

    def __missing__(self, name: str) -> Callable[..., Any]:
        def function(*given: Any) -> Any:
            if name in NAMES and not (self.graph.double and name in DOUBLE):
                return self.graph.node(NAMES[name], *given)
            text, operands = self.row(name, len(given))
            return eval(text, {"__builtins__": {}}, _Scope(self, dict(zip(operands, given))))

        return function

    def row(self, name: str, count: int) -> tuple[str, tuple[str, ...]]:
        """The text for a row, and the names of its operands."""
        function = ag.unary_ops().get(name) or getattr(ag, name, None)
        if function is not None:
            with ag.nonfinite("allow"):
                op = function(*[Value(0.5)] * count).op
            text = (TEXTS | DOUBLE if self.graph.double else TEXTS).get(name, op.plain_forward)
            if text != f"{name}({', '.join(op.operands)})":
                return text, op.operands
        raise refused(self.place, self.activation, f"ONNX has no {name}")


class _Scope(dict[str, Any]):
    """The operands of a row, and behind them the words."""

    def __init__(self, words: _Words, operands: dict[str, Any]) -> None:
        super().__init__(operands)
        self.words = words

    def __missing__(self, name: str) -> Any:
        return self.words[name]


def _where(graph: Graph, c: Any, a: Any, b: Any) -> Tensor:
    """``a`` where the condition holds, or is a number other than 0."""
    condition = graph.tensor(c)
    if not condition.decided:
        return graph.node("Where", graph.node("Equal", condition, 0.0), b, a)
    return graph.node("Where", condition, a, b)
