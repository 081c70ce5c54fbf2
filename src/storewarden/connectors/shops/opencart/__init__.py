"""OpenCart: what we know of it."""
