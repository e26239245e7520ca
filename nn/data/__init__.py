"""What a network learns from. Read ``gates.py`` first."""
