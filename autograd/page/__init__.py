"""The engine in a page: networks that are recorded, differentiated and run there, without Python.

Begin with ``table.py``, what Python gives along; ``graph.js`` records, ``program.js`` runs.
"""

from autograd.bundle import bundle
from autograd.page.table import expression, op_table
from autograd.show.player.frame import framed
from autograd.show.player.template import player_table

__all__ = ["bundle", "expression", "framed", "op_table", "player_table"]
