"""Machine code by way of llvmlite: read ``vectors.py`` first."""
