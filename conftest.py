"""Modules that need a package which is not here are no modules to look for examples in."""

from importlib.util import find_spec

_NEEDED = {
    "nn/export/doors.py": ("torch", "onnx"),
    "nn/export/pytorch/*": ("torch",),
    "nn/export/graphs/*": ("onnx",),
}
collect_ignore_glob = [
    path for path, packages in _NEEDED.items() if not all(map(find_spec, packages))
]
