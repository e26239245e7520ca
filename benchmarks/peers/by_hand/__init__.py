"""Networks in NumPy, forward and backward, with derivatives that were worked out on paper.

A module is a kind of network. Its `step(workload)` lays the batch out and returns the step, from
which the loss comes and an array for each parameter. Read `mlp.py` first, then `losses.py`.
"""
