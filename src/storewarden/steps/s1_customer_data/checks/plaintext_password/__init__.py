"""Passwords that a thief could read."""
