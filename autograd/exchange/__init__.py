"""Graphs that go out and come in: as files (``graph_out.py``), by SymPy (``sympy_out.py``)."""
