"""Reads SQLite files."""
