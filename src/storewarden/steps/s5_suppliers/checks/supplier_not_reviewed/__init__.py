"""Suppliers that nobody looks at."""
