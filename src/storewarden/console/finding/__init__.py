"""One finding."""
