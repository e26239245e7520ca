"""``Operators``: what arithmetic on a Value looks like to a type checker.

The operators and the methods of ``Value`` are attached by ``functions.py``, a row of the op table
each, so here is nothing but the name. What the type checker sees of them stands in
``operators.pyi``, which is written from the table and held to it by a test. Read ``plain.py`` next.
"""

__all__ = ["Operators"]


class Operators:
    """Arithmetic and functions: an operator or a method for each row of the op table."""

    __slots__ = ()
