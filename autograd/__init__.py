"""A scalar reverse-mode automatic differentiation engine that one can read, see and use.

``Value`` records a graph of scalar operations and backpropagates through it; ``grad`` and its
relatives differentiate plain Python functions to any order; ``draw`` and ``tree`` show the
graph. There are two doors: this one for people who use the engine, ``autograd/ops.py`` for
people who add an operation. Importing it needs the standard library only.

>>> from autograd import Value, grad
>>> x = Value(2.0, label="x")
>>> y = (x * x + 1).log()
>>> y.backward()
>>> x.grad
0.8
>>> grad(grad(lambda x: x**3))(2.0)
12.0
"""

import sys

from autograd.define import define_op
from autograd.errors import (
    AutogradError,
    ConvergenceError,
    FileFormatError,
    GraphError,
    MissingPackageError,
    NonFiniteError,
    OperandError,
    RecordingError,
    missing_package,
)
from autograd.finite import nonfinite
from autograd.functional import grad, hessian, hvp, jacobian, jvp, sparsity, value_and_grad, vjp
from autograd.functions import (
    abs,
    acos,
    acosh,
    add,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    ceil,
    cos,
    cosh,
    detach,
    div,
    erf,
    exp,
    exp2,
    expm1,
    floor,
    floordiv,
    greater,
    greater_equal,
    hypot,
    identity,
    leaky_relu,
    log,
    log1p,
    log2,
    log10,
    logaddexp,
    maximum,
    minimum,
    mod,
    mul,
    neg,
    pow,
    powlog,
    relu,
    sigmoid,
    sign,
    sin,
    sinh,
    softplus,
    sqrt,
    step,
    sub,
    tan,
    tanh,
    unary_ops,
    where,
    xlogy,
)
from autograd.graph import topological_order
from autograd.notebook import hang_on as _hang_on
from autograd.sums import logsumexp, sum
from autograd.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from autograd import elimination, files, page
    from autograd.compiler import Compiled, compile
    from autograd.exchange.graph_in import load_graph
    from autograd.exchange.graph_out import save_graph
    from autograd.exchange.sympy_in import from_sympy
    from autograd.exchange.sympy_out import to_sympy
    from autograd.expansion import taylor
    from autograd.gradcheck import GradientReport, check_gradients
    from autograd.implicit import fixed_point, root
    from autograd.show.drawing.draw import draw, draw_dot
    from autograd.show.explanation.explain import explain
    from autograd.show.image import svg_image
    from autograd.show.origin import trace_origin
    from autograd.show.player.explore import explore
    from autograd.show.tree import tree

__version__ = "0.1.0"
_hang_on()

#: names that are looked up when they are first used, so that a small script starts quickly
_LATE = {
    **dict.fromkeys(("Compiled", "compile"), "autograd.compiler"),
    "load_graph": "autograd.exchange.graph_in",
    "save_graph": "autograd.exchange.graph_out",
    "from_sympy": "autograd.exchange.sympy_in",
    "to_sympy": "autograd.exchange.sympy_out",
    "taylor": "autograd.expansion",
    "elimination": "autograd.elimination",
    "files": "autograd.files",
    "page": "autograd.page",
    **dict.fromkeys(("GradientReport", "check_gradients"), "autograd.gradcheck"),
    **dict.fromkeys(("fixed_point", "root"), "autograd.implicit"),
    **dict.fromkeys(("draw", "draw_dot"), "autograd.show.drawing.draw"),
    "explain": "autograd.show.explanation.explain",
    "svg_image": "autograd.show.image",
    "trace_origin": "autograd.show.origin",
    "explore": "autograd.show.player.explore",
    "tree": "autograd.show.tree",
}


def __getattr__(name: str) -> object:
    """Import the module of a late name on first use (PEP 562)."""
    if name not in _LATE:
        here = sys.modules[__name__]  # by which Python finds names that are close
        raise AttributeError(f"module 'autograd' has no attribute {name!r}", name=name, obj=here)
    from importlib import import_module

    module = import_module(_LATE[name])
    found: object = getattr(module, name, module)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """What a prompt offers: what the door is for."""
    return [*__all__, "__version__"]


__all__ = [
    "AutogradError",
    "Compiled",
    "ConvergenceError",
    "FileFormatError",
    "GradientReport",
    "GraphError",
    "MissingPackageError",
    "NonFiniteError",
    "OperandError",
    "RecordingError",
    "Value",
    "abs",
    "acos",
    "acosh",
    "add",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "ceil",
    "check_gradients",
    "compile",
    "cos",
    "cosh",
    "define_op",
    "detach",
    "div",
    "draw",
    "draw_dot",
    "elimination",
    "erf",
    "exp",
    "exp2",
    "explain",
    "explore",
    "expm1",
    "files",
    "fixed_point",
    "floor",
    "floordiv",
    "from_sympy",
    "grad",
    "greater",
    "greater_equal",
    "hessian",
    "hvp",
    "hypot",
    "identity",
    "jacobian",
    "jvp",
    "leaky_relu",
    "load_graph",
    "log",
    "log1p",
    "log2",
    "log10",
    "logaddexp",
    "logsumexp",
    "maximum",
    "minimum",
    "missing_package",
    "mod",
    "mul",
    "neg",
    "nonfinite",
    "page",
    "pow",
    "powlog",
    "relu",
    "root",
    "save_graph",
    "sigmoid",
    "sign",
    "sin",
    "sinh",
    "softplus",
    "sparsity",
    "sqrt",
    "step",
    "sub",
    "sum",
    "svg_image",
    "tan",
    "tanh",
    "taylor",
    "to_sympy",
    "topological_order",
    "trace_origin",
    "tree",
    "unary_ops",
    "value_and_grad",
    "vjp",
    "where",
    "xlogy",
]
