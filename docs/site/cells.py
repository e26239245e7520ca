"""A hook of MkDocs: code of a page that begins with ```` ```python live ```` can be run there.

Code hosts show such code as any other; here it gets a class that ``live.js`` looks for. What says
``fails`` as well is meant to.
"""

import re
from typing import Any

_LIVE = re.compile(r"^```python live( fails)?$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Mark the cells for the Markdown that there is here."""
    return _LIVE.sub("``` {.python .live}", markdown)
