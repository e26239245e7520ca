"""How verdicts look."""

from autograd.exercises import Verdict
from autograd.exercises.verdict import one_line


def test_verdict_in_a_notebook_is_escaped() -> None:
    html = Verdict("wrong", "at <x>: expected 1, got 2", "a < b?")._repr_html_()
    assert "<x>" not in html
    assert "&lt;x&gt;" in html
    assert "<i>a &lt; b?</i>" in html
    assert "<b>wrong</b>" in html  # in the page's own colour, which can be read on its paper


def test_what_a_student_wrote_is_told_in_one_plain_line() -> None:
    assert one_line("a\nright: b\x1b[2J\ud800") == r"a right: b\x1b[2J\ud800"
    assert len(one_line("x" * 10**6)) == 500
