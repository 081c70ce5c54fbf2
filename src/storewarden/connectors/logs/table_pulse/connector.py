"""Tells when a table last wrote, and how long it pauses on its ordinary days."""

from storewarden.connectors.log_pulse import gather
from storewarden.core.connectors import Connector
from storewarden.core.logs import TableLog
from storewarden.facts.logs import LogSilence

CONNECTOR = Connector(reads=TableLog, gives=(LogSilence,), gather=gather)
