"""``python -m nn``. Read ``tasks.py`` first."""
