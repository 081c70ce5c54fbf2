"""Payment settings as they stand."""
