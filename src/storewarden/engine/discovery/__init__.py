"""Writes a first estate file of what it is shown: sites, folders, databases and logs."""

from storewarden.engine.discovery.looking import look
from storewarden.engine.discovery.writing import write_new

__all__ = ["look", "write_new"]
