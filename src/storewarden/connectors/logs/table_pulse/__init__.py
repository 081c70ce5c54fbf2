"""When a table last wrote, and its ordinary pauses."""
