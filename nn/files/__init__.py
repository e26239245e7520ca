"""Models in files, and trainings that go on where they were broken off. Begin with ``kinds.py``."""
