"""Saleor: what we know of it."""
