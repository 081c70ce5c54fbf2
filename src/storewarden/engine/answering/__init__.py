"""Answers other programs out of the book of advisories, in the forms that they know."""

from storewarden.engine.answering.composer import advisories_of, package_list
from storewarden.engine.answering.osv import query, query_batch
from storewarden.engine.answering.reply import Reply

__all__ = ["Reply", "advisories_of", "package_list", "query", "query_batch"]
