"""ONNX: graphs of tensors. Read ``build.py``."""
