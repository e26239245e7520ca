"""How a gradient changes parameters. Read ``optimizer.py`` first."""
