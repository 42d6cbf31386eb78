"""Pages of the winter."""
