"""Looks at sites from outside."""
