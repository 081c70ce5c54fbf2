"""Writes a first estate file of what it is shown: sites, folders, databases and logs."""

from storewarden.engine.discovery.dsns import is_server
from storewarden.engine.discovery.lists import lists_for
from storewarden.engine.discovery.looking import look
from storewarden.engine.discovery.tables import Closed, Fit, table_logs_for
from storewarden.engine.discovery.writing import write_new

__all__ = ["Closed", "Fit", "is_server", "lists_for", "look", "table_logs_for", "write_new"]
