"""For teachers: lessons for nbgrader and Otter, and a folder of submissions marked.

``python -m autograd.exercises export`` and ``mark`` are the ways in. Read ``notebooks.py`` next.
"""
