"""Whether shipped accounts still open."""
