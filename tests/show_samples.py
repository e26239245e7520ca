"""Graphs and labels that the tests of the pictures share."""

from autograd import Value

#: label -> what must be read in a picture
STRANGE = {
    "script": "<script>alert(1)</script>",
    "quotes": "\"double\" 'single' `back`",
    "backslashes": r"\N \G \l \\ end\ ".strip(),
    "colons": "module::name:port",
    "html-like": "<a> <b>",
    "html-string": "<<B>bold</B>>",
    "entity": "&lt;b&gt; &amp; &#60;",
    "comment": "--> <!-- ]]> */ //",
    "braces": "{{data}} | {x} ${y}",
    "emoji": "🙂 héllo ∂ 数",
}
INVISIBLE = {
    "newlines": "one\ntwo\r\nthree",
    "control": "nul\0 bell\a esc\x1b",
    "long": "x" * 10_000,
}
ALL = {**STRANGE, **INVISIBLE}


def small() -> tuple[Value, Value, Value]:
    """Two named leaves and a result with all its gradients."""
    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    c = (a * b + 10).tanh() / (1 + a**b) + a * a
    c.backward()
    return a, b, c


def squares(n: int) -> Value:
    """x ↦ x·x, n times: a short graph with 2**n paths."""
    x = Value(1.0, label="x")
    for _ in range(n):
        x = x * x
    return x
