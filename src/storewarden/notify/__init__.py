"""Tells people, behind `core.ports`."""
