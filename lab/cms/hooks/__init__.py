"""Where the shop tells of changes."""
