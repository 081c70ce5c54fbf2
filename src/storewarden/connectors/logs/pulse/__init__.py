"""When a log last wrote, and how long it usually pauses."""
