"""Hidden variables behind what is seen. Read ``pca.py`` first."""
