"""Looks at each day that is over by what was learned in the weeks before it."""

from storewarden.streams.nights.looking import Night, look, settled
from storewarden.streams.nights.notes import Nights
from storewarden.streams.nights.stored import observed

__all__ = ["Night", "Nights", "look", "observed", "settled"]
