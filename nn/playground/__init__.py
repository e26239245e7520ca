"""A network that learns before one's eyes: in a notebook, and in a file of its own.

The page holds its own small engine; Python writes the tables it works with. Begin with
``fields.py``.
"""
