"""Models for others: as modules of PyTorch, and back, and as files of ONNX.

Read ``doors.py`` first.
"""

from nn.export.doors import from_torch, to_onnx, to_torch

__all__ = ["from_torch", "to_onnx", "to_torch"]


def __dir__() -> list[str]:
    """What a prompt offers."""
    return __all__
