"""The loops in LaTeX and in HTML."""

import re

import autograd as ag
from autograd.compiler.loops.listing import lines
from autograd.compiler.loops.typeset import Html, latex_text, symbol
from tests import reading


def test_forward_and_backward() -> None:
    text = reading.network((2, 4, 1), "relu").source("latex", gradient=True)
    assert text.splitlines()[:4] == [
        r"\begin{aligned}",
        r"z^{(1)}_{i} &= b^{(1)}_{i} + \sum_{j} W^{(1)}_{ij} \, x_{j} && i < 4, j < 2 \\",
        r"h^{(1)}_{i} &= \operatorname{relu}(z^{(1)}_{i}) && i < 4 \\",
        r"z^{(2)} &= b^{(2)}_{0} + \sum_{i} W^{(2)}_{0i} \, h^{(1)}_{i} && i < 4 \\",
    ]
    assert r"\mathrm{loss} &= 0.5 \, \left(v^{(1)}\right)^{2} \, \mathrm{seed} \\" in text
    assert text.endswith("\\end{aligned}\n")


def test_rows_have_their_own_latex() -> None:
    text = latex_text(
        reading.named_of(ag.compile(lambda a, b: [ag.exp(a), b % a, a / b]), gradient=False)
    )
    for spelled in ("e^{a}", r"b \bmod a", r"\frac{a}{b}"):
        assert spelled in text


def test_constants() -> None:
    with ag.nonfinite("allow"):
        f = ag.compile(lambda x: [x * 1e-5, x - float("inf"), x * -2.0])
    text = f.source("latex")
    assert r"1 \cdot 10^{-5}" in text
    assert r"\infty" in text
    assert r"x \, (-2)" in text


def test_symbols() -> None:
    assert symbol("x") == "x"
    assert symbol("∂b12") == r"\partial b^{(12)}"
    assert symbol("height") == r"\mathrm{height}"
    assert symbol("x_") == "x"
    assert symbol("2strange") == r"\mathrm{2strange}"


def test_braces_are_closed() -> None:
    for f in (reading.network(), reading.convolution(), reading.recurrent()):
        text = f.source("latex", gradient=True)
        depth = 0
        for brace in re.findall(r"(?<!\\)[{}]", text):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0


def test_html() -> None:
    found = {
        x.name: x.text for x in lines(reading.named_of(reading.network((2, 4, 1), "relu")), Html)
    }
    assert found["z1"] == (
        "<i>z</i><sup>(1)</sup><sub>i</sub> = <i>b</i><sup>(1)</sup><sub>i</sub> + "
        "∑<sub>j</sub> <i>W</i><sup>(1)</sup><sub>ij</sub>·<i>x</i><sub>j</sub>"
    )
    assert "(<i>v</i><sup>(1)</sup>)<sup>2</sup>" in found["loss"]
    greater = ag.compile(lambda a, b: ag.greater(a, b) * a)
    assert (
        "[<i>a</i> &gt; <i>b</i>]" in lines(reading.named_of(greater, gradient=False), Html)[0].text
    )
