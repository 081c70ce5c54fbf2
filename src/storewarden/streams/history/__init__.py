"""History: log files of the past, brought into the event store once and only once."""

from storewarden.streams.history.loading import Loaded, Past, load

__all__ = ["Loaded", "Past", "load"]
