"""Packages that dpkg installed."""
