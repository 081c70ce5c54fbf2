"""One folder a check."""
