"""What runs a program, and what spells it out, a file or folder each: read ``kernel.py`` first."""
