"""Lists that others publish."""
