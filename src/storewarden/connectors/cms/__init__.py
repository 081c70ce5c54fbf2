"""Content systems."""
