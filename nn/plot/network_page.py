"""A network's picture in HTML: a click on a neuron opens its graph of scalars below.

Each neuron is a ``details``, of which the summary lies over its square. No script is needed; and
where a notebook that is not trusted drops the style, the summaries are a list below the picture.

Read ``network_view.py`` next.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from zlib import crc32

import autograd as ag
from nn.plot.network_places import WIDTH, Box

__all__ = ["fragment", "page"]

STYLE = f"""
.nn-view {{ position: relative; max-width: {WIDTH}px }}
.nn-view > :first-child > img {{ display: block; width: 100% }}
.nn-view summary {{ position: absolute; top: 0; height: 0; padding: 0; overflow: hidden }}
.nn-view summary {{ font-size: 0; list-style: none; cursor: pointer; border-radius: 4px }}
.nn-view summary:hover {{ outline: 2px solid #8492a6 }}
.nn-view summary:focus-visible, .nn-view [open] > summary {{ outline: 3px solid #cc79a7 }}
.nn-view .scalars::before {{ content: attr(title); font-weight: bold; display: block }}
"""
#: of a page of its own; nothing is fetched, and nothing runs
HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
:root {{ color-scheme: light dark }}
body {{ font: 16px system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; margin: 1em }}
.nn-view, h1 {{ margin: auto; max-width: 720px }} h1 {{ font-size: 1em; margin-bottom: 1em }}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""


def fragment(svg: str, title: str, graphs: Sequence[tuple[Box, str]]) -> str:
    """The picture, and the SVG of each neuron that opens."""
    name = f"nn-{crc32(svg.encode()):x}"
    parts = "".join(_details(name, box, graph) for box, graph in graphs)
    if not graphs:
        return ag.svg_image(svg, title)
    hint = "<p>A click on a neuron opens its scalars, those of the last row.</p>"
    style = STYLE + "\n".join(_place(name, i, box) for i, (box, _) in enumerate(graphs, start=1))
    body = f"{ag.svg_image(svg, title)}{hint}{parts}<style>{style}</style>"
    return f'<div class="nn-view {name}">{body}</div>'


def page(title: str, body: str) -> str:
    """A file of its own."""
    return HEAD.format(title=escape(title), body=body)


def _details(name: str, box: Box, graph: str) -> str:
    """A neuron, closed; of one picture one is open at a time."""
    told = f"layer {box.layer}, neuron {box.place}"
    image = ag.svg_image(graph, f"the graph of {told}")
    return (
        f'<details name="{name}"><summary>{told}: its scalars</summary>'
        f'<div class="scalars" title="{told}" tabindex="0">{image}</div></details>'
    )


def _place(name: str, number: int, box: Box) -> str:
    """Where a summary lies, in shares of the picture's width (so are margins, up and down, too)."""
    x, y, side = (f"{100 * length / WIDTH:.2f}%" for length in (box.x, box.y, box.side))
    return (
        f".{name} details:nth-of-type({number}) > summary "
        f"{{ left: {x}; margin: {y} 0 0; width: {side}; padding-top: {side} }}"
    )
