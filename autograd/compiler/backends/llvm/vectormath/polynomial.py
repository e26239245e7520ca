"""Evaluate polynomials on vectors."""

from __future__ import annotations

from collections.abc import Sequence

from autograd.compiler.backends.llvm.lanes import fmuladd
from autograd.compiler.backends.llvm.vectors import Operand, Vector


def evaluate(x: Vector, coefficients: Sequence[float]) -> Vector:
    """c[0] + c[1]*x + c[2]*x**2 + ... by Estrin's scheme.

    Neighbours are joined, c[0] + c[1]*x and c[2] + c[3]*x and so on, which leaves a polynomial
    in x**2 with half as many coefficients.  Horner's scheme takes a few multiplications less,
    but its steps wait for one another: it was a tenth to a half slower when measured.

    Reference: D. Knuth, The Art of Computer Programming, vol. 2, section 4.6.4.
    """
    terms: list[Operand] = list(coefficients)
    while len(terms) > 1:
        odd = [terms.pop()] if len(terms) % 2 else []
        pairs = zip(terms[::2], terms[1::2], strict=True)
        terms = [*[fmuladd(high, x, low) for low, high in pairs], *odd]
        x = x * x
    return x.builder.vector(terms[0])
