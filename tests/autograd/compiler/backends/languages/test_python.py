"""The Python that is written."""

import autograd as ag
from tests import reading


def test_a_layer_and_its_gradient() -> None:
    text = reading.network((2, 4, 1), "relu").source("python", gradient=True)
    assert text.startswith("def relu(x):\n    return 0.0 if (x <= 0) else x\n\n\ndef step(x):\n")
    body = text[text.index("def f(") :]
    assert body.splitlines()[:13] == [
        "def f(x, seed, p=()):",
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
    assert text.startswith("from autograd.ieee import exp\n\ndef f(x, p=()):\n")
    assert scope["f"]([0.0] * 4) == [4.0]  # type: ignore[operator]


def test_inputs_of_different_names_make_a_list() -> None:
    text = ag.compile(lambda a, b, c, d, e: [ag.exp(t) for t in (a, b, c, d, e)]).source()
    assert "def f(a, b, c, d, e, p=()):\n    x = [a, b, c, d, e]\n" in text
    assert text.endswith("    y = [exp(x[i]) for i in range(5)]\n    return y\n")
