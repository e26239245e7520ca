"""Graphs and labels that the tests of the pictures share."""

import random
from xml.etree import ElementTree

from autograd import Value, draw, draw_dot, explain, explore, nonfinite, topological_order, tree
from autograd.define import temporary_op
from autograd.ops import OPS

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


#: names that files, terminals, browsers or Graphviz might take for something else
ODD = [
    *ALL.values(),
    *("", " ", "n0:e", "cluster_0", "%s %d", "]]>", "&#0;", "\t", "\u2028", "\x85"),
    *("\ud800", "\ufffe", "\u200d", "\u202eabc", "a\u0301" * 30, "مرحبا", "👩\u200d👧", "W" * 60),
]


def any_graph(seed: int) -> tuple[Value, Value, random.Random]:
    """A result of any ops on shared and repeated operands and constants, and one of its leaves."""
    dice = random.Random(seed)
    pool = [Value(dice.uniform(-3, 3), label=dice.choice(ODD)) for _ in range(3)]
    ops = dice.choices(list(OPS.values()), k=dice.randint(1, 12))
    with nonfinite("allow"):
        for op in ops:
            first = dice.choice(pool)
            others = [
                dice.choice(pool) if dice.random() < 0.7 else dice.uniform(-2, 2)
                for _ in range(op.arity - 1)
            ]
            try:
                pool.append(Value._make(op, (first, *others)))
            except (ArithmeticError, ValueError):
                continue
        with temporary_op(
            "odd", "u v", "u * v", ("v", "u"), "real, real", symbol=dice.choice([*STRANGE.values()])
        ) as odd:
            pool.append(odd(pool[-1], dice.choice(pool)))
        pool[-1].label = dice.choice(ODD)
        if dice.random() < 0.5:
            pool[-1].backward()
    leaves = [node for node in topological_order(pool[-1]) if node.op is None]
    return pool[-1], dice.choice(leaves), dice


def every_text(root: Value, leaf: Value, dice: random.Random) -> None:
    """Draw and tell a graph in every way: what comes out is text that any reader takes."""
    ways = {"derivatives": dice.random() < 0.5, "rankdir": dice.choice(["LR", "TB", "RL", "BT"])}
    names = {dice.choice(ODD): root}
    with nonfinite("allow"):
        for picture in (draw, draw_dot):
            svg = picture(root, names, **ways).pipe("svg", encoding="utf-8")
            ElementTree.fromstring(svg.encode())
        page = explore(root, names, depth=dice.choice([None, 2])).html
        told = [page, str(tree(root, names)), str(explain(root, leaf, names))]
    for text in told:
        assert "\0" not in text.encode().decode()


def squares(n: int) -> Value:
    """x ↦ x·x, n times: a short graph with 2**n paths."""
    x = Value(1.0, label="x")
    for _ in range(n):
        x = x * x
    return x
