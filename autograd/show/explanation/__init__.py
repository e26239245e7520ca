"""Derivatives written out in the reader's own names. Read ``rules.py`` first."""
