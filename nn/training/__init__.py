"""The training loop and its two engines. Read ``eager.py`` first."""
