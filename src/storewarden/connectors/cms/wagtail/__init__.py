"""Wagtail: what we know of it."""
