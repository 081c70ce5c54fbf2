"""Nested values."""
