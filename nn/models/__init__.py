"""What has parameters: modules, layers, and the ways to put them together. Read ``module.py``."""
