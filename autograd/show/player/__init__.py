"""The page that walks through backpropagation. Read ``layout.py`` first."""
