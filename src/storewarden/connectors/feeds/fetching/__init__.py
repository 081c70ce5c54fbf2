"""Brings the followed lists here: asked politely, checked, and kept as they came."""

from storewarden.connectors.feeds.fetching.places import Place, Politeness, fetch
from storewarden.connectors.feeds.fetching.shelf import Shelf

__all__ = ["Place", "Politeness", "Shelf", "fetch"]
