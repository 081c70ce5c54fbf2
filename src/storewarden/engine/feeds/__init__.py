"""Brings followed lists up to date, one after the other or whichever is due."""

from storewarden.engine.feeds.updating import Followed, Outcome, update

__all__ = ["Followed", "Outcome", "update"]
