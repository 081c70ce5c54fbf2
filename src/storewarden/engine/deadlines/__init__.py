"""By when a published weakness has to be gone, and which row of which table says so."""

from storewarden.engine.deadlines.dating import dated, strictest
from storewarden.engine.deadlines.table import directive

__all__ = ["dated", "directive", "strictest"]
