"""Hands on which addresses may be blocked: as files, to bouncers, to a webhook."""

from storewarden.notify.blocking.answering import Bouncers
from storewarden.notify.blocking.book import Book
from storewarden.notify.blocking.deciding import Decision, Limits, decisions, limits_of
from storewarden.notify.blocking.desk import Desk, Ways

__all__ = ["Book", "Bouncers", "Decision", "Desk", "Limits", "Ways", "decisions", "limits_of"]
