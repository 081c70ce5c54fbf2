"""Follows a table of a shop's database as a log: new rows, and rows that changed."""

from storewarden.connectors.logs.table.finding import fits, known
from storewarden.connectors.logs.table.following import Table, TableSource
from storewarden.connectors.logs.table.written import moments

__all__ = ["Table", "TableSource", "fits", "known", "moments"]
