"""Packages and lock files."""
