"""Where things stand in a picture, worked out in Python. Read ``layered.py`` first."""
