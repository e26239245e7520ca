"""Fields of a row that do not fit together are refused, each with its own sentence."""

from typing import Any

import pytest

from autograd import fields
from autograd.ops import OPS, SLOTS, Op
from autograd.specialise import apply_source, partial_source, pull_source

RIGHT: dict[str, Any] = {
    **{"name": "w", "operands": "a b", "forward": "a * b", "partials": ("b", "a")},
    "domain": "real, real",
}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": 5}, "row 5: its fields are texts"),
    ({"forward": None}, "fields are texts, got None"),
    ({"forward": 2.0}, "fields are texts, got 2.0"),
    ({"partials": ("b", 1)}, "fields are texts, got 1"),
    ({"partials": "ba"}, "one partial and one domain per operand"),
    ({"operands": "a b=1 c", "partials": ("1",) * 3, "domain": "real, real, real"}, "come last"),
    ({"operands": "a b=small"}, "a default is a number, got small"),
    ({"operands": "y out"}, "'y' or 'out' is the output's name"),
    ({"operands": "a op_w"}, "'op_w' has a meaning already"),
    ({"operands": "a float"}, "'float' has a meaning already"),
    ({"symbol": "\0"}, "a symbol is something to see"),
    ({"symbol": "\ud800"}, "a symbol is something to see"),
    ({"symbol": "  "}, "a symbol is something to see"),
    ({"latex": "{0} + {2}"}, "places in latex are"),
    ({"latex": r"\frac{0}{1}{"}, "places in latex are"),
    ({"latex": "{a}"}, "places in latex are"),
    ({"conventions": {(0.0,): (0.0, (0.0,))}}, "a convention is point"),
    ({"conventions": {(0.0, 0.0): (0.0, (0.0,))}}, "a convention is point"),
]


@pytest.mark.parametrize(("field", "said"), WRONG)
def test_each_wrong_field_has_its_sentence(field: dict[str, Any], said: str) -> None:
    assert Op(**RIGHT).arity == 2
    with pytest.raises(ValueError, match=said):
        Op(**{**RIGHT, **field})


def test_a_text_is_missing_where_none_is_allowed() -> None:
    assert Op(**{**RIGHT, "partials": (None, "a")}).partials == (None, "a")


def test_names_that_the_templates_use_are_all_taken() -> None:
    """What stands in generated code and not in the row's texts is no name for an operand."""
    for op in OPS.values():
        own = {op.name, op.output, f"op_{op.name}", *op.operands}
        for source in (apply_source(op), pull_source(op), partial_source(op, 0)):
            code = compile(source, "<template>", "exec").co_consts[0]
            words = {*code.co_names, *code.co_varnames}
            slots = {"data", "grad", "op", "label", *SLOTS, "__class__"}
            rows = {*OPS, "is_zero", "LN2", "LN10", "TWO_OVER_SQRT_PI"}
            assert words - own - slots - rows <= fields.TAKEN, op.name
