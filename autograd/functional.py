"""Derivatives of plain Python functions: ``grad`` and its relatives.

Each calls the function on fresh Values and reads the recorded graph; the arguments and results
are numbers, or (nested) lists, tuples, dicts and NumPy arrays of numbers: a function that is given
an array gets an array of Values, and the gradient is an array. They nest to any order (see
``levels.py``).

>>> grad(grad(lambda x: x**3))(2.0)
12.0
>>> grad(lambda x: x * grad(lambda y: x * y)(1.0))(3.0)
6.0

Read ``series.py`` next.
"""

from __future__ import annotations

from functools import wraps

from autograd.errors import GraphError
from autograd.levels import Level, check_function, nested_alike
from autograd.nested import is_leaf, unflatten

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would take half of this package's time
    from collections.abc import Callable
    from typing import Any

    Tree = Any  # a number or Value, or a list, tuple, dict or array of trees
    Function = Callable[..., Any]

__all__ = ["grad", "hessian", "hvp", "jacobian", "jvp", "sparsity", "value_and_grad", "vjp"]


def _positions(argnums: int | tuple[int, ...], args: tuple[Tree, ...]) -> tuple[int, ...]:
    wanted: tuple[Any, ...] = argnums if isinstance(argnums, tuple) else (argnums,)
    for i in wanted:
        if not isinstance(i, int) or not -len(args) <= i < len(args):
            raise GraphError(
                f"argnums asks for argument {i!r}, but {len(args)} were given by position: only "
                "what is held constant goes by name"
            )
    found = tuple(i % len(args) for i in wanted)
    if len({*found}) < len(found):
        raise GraphError(f"argnums={argnums!r} names an argument twice: name each once")
    return found


def _by_argument(
    argnums: int | tuple[int, ...], args: tuple[Tree, ...], wanted: tuple[int, ...], flat: list[Any]
) -> Tree:
    """A flat list of derivatives in the shape of the arguments that were asked for."""
    shaped = unflatten(tuple(args[i] for i in wanted), flat)
    return shaped if isinstance(argnums, tuple) else shaped[0]


def _derived(what: str, f: Function) -> Callable[[Function], Function]:
    """``wraps(f)``, but a repr tells f and its derivative apart: ``<function grad(f) at …>``."""
    check_function(what, f, "; of a Value y that is there already, y.backward() leaves x.grad")

    def named(derived: Function) -> Function:
        wrapped: Any = wraps(f)(derived)
        wrapped.__qualname__ = f"{what}({getattr(f, '__qualname__', type(f).__name__)})"
        return wrapped  # type: ignore[no-any-return]

    return named


def value_and_grad(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives f's value and its gradient in one sweep.

    The gradient has the shape of the argument; with a tuple of ``argnums`` it is a tuple. Arguments
    by name are handed on and held constant. An array gives an array: ``minimize(value_and_grad(f),
    x0, jac=True, hess=hessian(f))`` is SciPy's form; at machine speed, for n numbers, it is
    ``c = compile(value_and_grad(lambda *x: f(x), tuple(range(n))), n)`` and ``minimize(lambda x:
    c(*x), x0, jac=True)``. Raises ``GraphError`` when f returns more than one number,
    ``OperandError`` when it returns none.

    >>> value_and_grad(lambda w, x: w[0] * x + w[1])([2.0, 1.0], 3.0)
    (7.0, [3.0, 1.0])
    >>> value_and_grad(lambda p, x: p["w"] * x + p["b"])({"w": 2.0, "b": 1.0}, x=3.0)
    (7.0, {'w': 3.0, 'b': 1.0})
    """

    @_derived("value_and_grad", f)
    def gradient(*args: Tree, **named: Any) -> tuple[Any, Tree]:
        wanted = _positions(argnums, args)
        level = Level(f, args, wanted, named)
        if not is_leaf(level.output):
            raise GraphError(
                f"a gradient needs one number as output, got a {type(level.output).__name__} "
                f"of {len(level.output)}: call jacobian(f), or add them up"
            )
        flat = level.gradient(level.outputs[0])
        return level.value(), _by_argument(argnums, args, wanted, flat)

    return gradient


def grad(f: Function, argnums: int | tuple[int, ...] = 0) -> Function:
    """A function that gives the gradient of f, which returns one number.

    Shapes and errors as in ``value_and_grad``; nests to any order.

    >>> grad(lambda x, y: x * y**2, argnums=(0, 1))(3.0, 2.0)
    (4.0, 12.0)
    """

    @_derived("grad", f)
    def gradient(*args: Tree, **named: Any) -> Tree:
        return both(*args, **named)[1]

    both = value_and_grad(f, argnums)
    return gradient


def jacobian(f: Function, argnums: int | tuple[int, ...] = 0, *, sparse: bool = False) -> Function:
    """A function that gives all partial derivatives of f: rows are outputs, columns inputs.

    The result has the shape of f's output, with the shape of the argument in place of each
    number. One reverse sweep per output. As ``jac=jacobian(f)`` SciPy's ``root`` and
    ``least_squares`` take it, as ``jac=jacobian(f, 1)`` its ``solve_ivp``.

    With ``sparse`` it is a matrix of the entries that ``sparsity`` tells of, a row for each number
    that f returns, a column for each that it is given, in order: a ``scipy.sparse.csr_array`` where
    SciPy is there, else (and where an entry is a Value) a record of the same ``data``, ``indices``,
    ``indptr``, ``shape``. It takes one graph, and one sweep for all columns (or rows) that have no
    row (or column) in common: two for a bidiagonal matrix of any size. Source: Curtis, Powell and
    Reid (1974), "On the estimation of sparse Jacobian matrices".

    >>> jacobian(lambda x: [2 * x[0] + x[1], x[0] * x[1]])([3.0, 4.0])
    [[2.0, 1.0], [4.0, 3.0]]
    >>> J = jacobian(lambda x: [b - a * a for a, b in zip(x, x[1:])], sparse=True)([1.0, 2.0, 3.0])
    >>> J.shape, [float(x) for x in J.data], [int(j) for j in J.indices]
    ((2, 3), [-2.0, 1.0, -4.0, 1.0], [0, 1, 1, 2])
    """

    @_derived("jacobian", f)
    def rows(*args: Tree, **named: Any) -> Tree:
        wanted = _positions(argnums, args)
        level = Level(f, args, wanted, named)
        if sparse:
            from autograd.sparse.sweeps import sparse_jacobian  # late: few ask for it

            return sparse_jacobian(level)
        gradients = [_by_argument(argnums, args, wanted, level.gradient(y)) for y in level.outputs]
        return unflatten(level.output, gradients)

    return rows


def hessian(f: Function, argnums: int | tuple[int, ...] = 0, *, sparse: bool = False) -> Function:
    """A function that gives the second derivatives of f: the Jacobian of its gradient.

    With ``sparse`` a matrix as that of ``jacobian``. It is symmetric, which saves sweeps: three
    over the gradient's graph for a tridiagonal one of any size. Source: Coleman and Moré (1984),
    "Estimation of sparse Hessian matrices and graph coloring problems".

    >>> hessian(lambda x: x[0] ** 2 * x[1])([3.0, 4.0])
    [[8.0, 6.0], [6.0, 0.0]]
    """
    derived = _derived("hessian", f)
    gradient = grad(f, argnums)
    if not sparse:
        return jacobian(gradient, argnums)

    @derived
    def rows(*args: Tree, **named: Any) -> Any:
        from autograd.sparse.sweeps import sparse_hessian  # late: few ask for it

        return sparse_hessian(Level(gradient, args, _positions(argnums, args), named))

    return rows


def sparsity(
    f: Function, *args: Tree, order: int = 1, argnums: int | tuple[int, ...] = 0, **named: Any
) -> Any:
    """Where the Jacobian of f may be other than 0; with ``order=2`` the Hessian of a scalar f.

    It is read off the graph that f makes of these arguments, so it holds wherever f makes the same
    one (Python's ``if`` may make another; ``where`` has both sides). True stands at an entry, in a
    matrix as that of ``jacobian(f, sparse=True)``, which SciPy's solvers take as ``jac_sparsity``.
    Raises ``GraphError`` for another order, otherwise as ``jacobian`` and ``hessian`` do.

    >>> from autograd import floor
    >>> where = sparsity(lambda x: [x[0] * x[1], floor(x[0]) * x[2], 5.0], [1.0, 2.0, 3.0])
    >>> where.shape, [int(j) for j in where.indices], [int(i) for i in where.indptr]
    ((3, 3), [0, 1, 2], [0, 2, 3, 3])
    >>> sparsity(lambda x: x[0] * x[1] + x[2] ** 3, [1.0, 2.0, 3.0], order=2).nnz
    3
    """
    check_function("sparsity", f)
    if order not in (1, 2):
        raise GraphError(f"sparsity knows order 1 (Jacobian) and 2 (Hessian), got {order!r}")
    from autograd.sparse.sweeps import sparse_pattern  # late: few ask for it

    asked = f if order == 1 else grad(f, argnums)
    return sparse_pattern(Level(asked, args, _positions(argnums, args), named), order == 2)


def vjp(f: Function, *args: Tree, **named: Any) -> tuple[Tree, Callable[[Tree], tuple[Tree, ...]]]:
    """f's value, and the pullback: from a cotangent per output to one per argument (a tuple).

    Raises ``GraphError`` when the cotangents have not the shape of the output.

    >>> value, pull = vjp(lambda x, y: [x * y, x + y], 3.0, 4.0)
    >>> value, pull([1.0, 10.0])
    ([12.0, 7.0], (14.0, 13.0))
    """
    check_function("vjp", f)
    level = Level(f, args, tuple(range(len(args))), named)

    def pull(cotangents: Tree) -> tuple[Tree, ...]:
        seeds = nested_alike(cotangents, level.output, "cotangents", "output")
        shaped: tuple[Tree, ...] = unflatten(args, level.pull(seeds))
        return shaped

    return level.value(), pull


def jvp(f: Function, point: Tree, tangents: Tree, *rest: Tree, **named: Any) -> tuple[Tree, Tree]:
    """f's value, and its directional derivative: tangents pushed forward, in one sweep.

    ``point`` is the argument, or a *tuple* of the arguments of a function of several;
    ``tangents`` has the same shape. Raises ``GraphError`` when it has not. What comes after them is
    handed on after the point, and held constant.

    >>> jvp(lambda x: [x[0] * x[1], x[0]], [3.0, 4.0], [1.0, 0.0])
    ([12.0, 3.0], [4.0, 1.0])
    """
    check_function("jvp", f)
    args = point if isinstance(point, tuple) else (point,)
    level = Level(f, (*args, *rest), tuple(range(len(args))), named)
    seeds = nested_alike(tangents, point, "tangents", "point")
    return level.value(), unflatten(level.output, level.push(seeds))


def hvp(f: Function, point: Tree, tangents: Tree, *rest: Tree, **named: Any) -> Tree:
    """The Hessian of f times a vector, without the Hessian: forward over reverse.

    The arguments are those of ``jvp``; ``functools.partial(hvp, f)`` is what SciPy's ``minimize``
    takes as ``hessp``. Source: Pearlmutter (1994), "Fast exact multiplication by the Hessian".

    >>> hvp(lambda x: x[0] ** 2 * x[1], [3.0, 4.0], [1.0, 0.0])
    [8.0, 6.0]
    """
    check_function("hvp", f)
    argnums = tuple(range(len(point))) if isinstance(point, tuple) else 0
    return jvp(grad(f, argnums), point, tangents, *rest, **named)[1]
