"""History: log files of the past, brought into the event store once and only once."""

from storewarden.streams.history.draining import drain
from storewarden.streams.history.loading import Past, load

__all__ = ["Past", "drain", "load"]
