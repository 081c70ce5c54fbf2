"""When a journal last wrote, and its ordinary pauses."""
