"""Side-by-side measurements against other engines: `train` (compiled) and `eager`."""
