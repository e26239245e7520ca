"""Measurements: `train`, `eager` and `calls` beside other engines, `scaling` over size, and more."""
