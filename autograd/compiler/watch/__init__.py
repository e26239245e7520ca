"""Noticing that a function no longer is what was recorded. Read ``bytecode.py`` first."""
