"""Databases: drivers that open them, connectors that look into them."""
