"""Finding the loops that a recorded list of scalars was written by. Read ``loop.py`` first."""
