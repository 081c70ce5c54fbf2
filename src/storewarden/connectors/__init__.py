"""The only rooms that talk to the world."""
