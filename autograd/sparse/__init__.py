"""Derivatives that are mostly zeros: where the others stand, and few sweeps that give them all.

``pattern`` <- ``colouring`` <- ``matrix`` <- ``sweeps``; ``jacobian(f, sparse=True)`` of
``functional.py`` and its relatives are what they are for. Read ``pattern.py`` next.
"""
