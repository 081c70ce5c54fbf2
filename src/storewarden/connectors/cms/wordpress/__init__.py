"""WordPress: what we know of it."""
