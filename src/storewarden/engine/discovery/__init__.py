"""Writes a first estate file of what it is shown: sites, folders, databases and logs."""

from storewarden.engine.discovery.lists import lists_for
from storewarden.engine.discovery.looking import look
from storewarden.engine.discovery.writing import write_new

__all__ = ["lists_for", "look", "write_new"]
