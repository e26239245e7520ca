"""From a recorded program to its loops."""
