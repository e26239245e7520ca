"""Files: written whole or not at all, and read only as far as they can be trusted.

>>> import tempfile
>>> from autograd.files import read_json, write_json
>>> with tempfile.TemporaryDirectory() as folder:
...     write_json(f"{folder}/point.json", {"x": [0.1, -0.0]})
...     read_json(f"{folder}/point.json")
{'x': [0.1, -0.0]}
"""

from autograd.files.disk import Path, name_of, read_bytes, write_whole
from autograd.files.plain import json_text, parse_json, read_json, write_json

__all__ = [
    "Path",
    "json_text",
    "name_of",
    "parse_json",
    "read_bytes",
    "read_json",
    "write_json",
    "write_whole",
]
