"""What a network is trained for. Read ``formulas.py`` first."""
