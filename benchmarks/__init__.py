"""Measurements: `train`, `eager`, `calls` beside other engines, `scaling` over size, and more."""
