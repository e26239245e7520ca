"""What is to be seen of a graph, without ink: names, boxes, items. Read ``names.py`` first."""
