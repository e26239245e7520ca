"""The Python that is written."""

import math

import autograd as ag
from autograd import ieee
from autograd.compiler.backends.python import python_scope
from tests import reading


def test_a_layer_and_its_gradient() -> None:
    text = reading.network((2, 4, 1), "relu").source("python", gradient=True)
    assert text.startswith("def relu(x):\n    return 0.0 if (x <= 0) else x\n\n\ndef step(x):\n")
    body = text[text.index("def f(") :]
    assert body.splitlines()[:18] == [
        "def f(x, p, seed=1.0):",
        '    """One example; for many use a loop.',
        "    x has 3; p: the 17 parameters, as vector() gives them.",
        '    Gives a list of 18 numbers: the value, then its derivatives by p, all times seed."""',
        "    if len(p) != 17:",
        '        raise ValueError("p has 17 numbers")',
        "    W1 = [p[3 * i:3 * i + 2] for i in range(4)]",
        "    b1 = p[2:12:3]",
        "    W2 = [p[4 * i + 12:4 * i + 16] for i in range(1)]",
        "    b2 = p[16:17]",
        "    z1 = [0.0] * 4",
        "    for i in range(4):",
        "        z1[i] = b1[i]",
        "        for j in range(2):",
        "            z1[i] += W1[i][j] * x[j]",
        "    h1 = [relu(z1[i]) for i in range(4)]",
        "    z2 = b2[0]",
        "    for i in range(4):",
    ]
    assert "    dW1 = [[dz1[i] * x[j] for j in range(2)] for i in range(4)]" in body
    assert "        out[3 * i + 3] = dz1[i]" in body


def test_a_sum_from_the_last_to_the_first() -> None:
    text = reading.network((2, 4, 3, 1), "relu").source("python", gradient=True)
    assert "        for i in range(2, -1, -1):\n            dh1[j] += dz2[i] * W2[i][j]" in text


def test_functions_come_from_ieee_and_run_alone() -> None:
    text = ag.compile(lambda *x: ag.sum([ag.exp(a) for a in x]), inputs=4).source()
    scope: dict[str, object] = {}
    exec(text, scope)
    assert text.startswith("from autograd.ieee import exp\n\ndef f(x):\n")
    assert scope["f"]([0.0] * 4) == [4.0]  # type: ignore[operator]


def test_inputs_of_different_names_make_a_list() -> None:
    text = ag.compile(lambda a, b, c, d, e: [ag.exp(t) for t in (a, b, c, d, e)]).source()
    assert "def f(a, b, c, d, e):\n" in text
    assert "\n    x = [a, b, c, d, e]\n" in text
    assert text.endswith("    y = [exp(x[i]) for i in range(5)]\n    return y\n")


def test_a_text_without_loops_imports_what_it_calls() -> None:
    """Pasted into an empty module it runs; ``pow`` is not Python's, which answers in complexes."""
    with ag.nonfinite("allow"):
        f = ag.compile(lambda x, y: [ag.tanh(x), abs(x), x**y, ag.where(x > 0, x, math.inf)])
        text = f.source()
        scope: dict[str, object] = {}
        exec(text, scope)
        assert text.startswith("from autograd.ieee import abs, inf, pow, tanh\n\ndef f(x, y):\n")
        *found, power, last = scope["f"](-8.0, 1 / 3)  # type: ignore[operator]
        assert (found, last) == ([math.tanh(-8.0), 8.0], math.inf)
        assert math.isnan(power)


def test_every_function_of_the_table_can_be_imported() -> None:
    assert {*python_scope()} <= {*vars(ieee)}


def test_what_calls_nothing_imports_nothing() -> None:
    assert ag.compile(lambda tanh, e: tanh * e * 1e300).source().startswith("def f(tanh_, e):\n")
