"""A scene as a Graphviz picture. Read ``picture.py`` first."""
