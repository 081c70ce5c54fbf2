"""Zen Cart: what we know of it."""
