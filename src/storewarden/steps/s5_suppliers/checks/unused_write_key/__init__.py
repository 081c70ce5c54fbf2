"""Keys that can write and that nobody uses."""
