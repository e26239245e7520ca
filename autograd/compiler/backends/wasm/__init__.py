"""A program as a WebAssembly module, for pages, Workers and Node: begin with ``kernel.py``."""
