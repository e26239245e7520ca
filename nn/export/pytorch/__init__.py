"""PyTorch: its modules made of ours, and ours made of its. Read ``build.py``."""
