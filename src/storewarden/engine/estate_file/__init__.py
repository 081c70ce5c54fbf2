"""Reads `storewarden.toml`: who is protected, who owns what, and who answers for each step."""

from storewarden.engine.estate_file.loading import FILE_NAME, find, load, parse

__all__ = ["FILE_NAME", "find", "load", "parse"]
