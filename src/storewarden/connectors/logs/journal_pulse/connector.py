"""Tells when a journal last wrote, and how long it pauses on its ordinary days."""

from storewarden.connectors.log_pulse import gather
from storewarden.core.connectors import Connector
from storewarden.core.logs import JournalLog
from storewarden.facts.logs import LogSilence

CONNECTOR = Connector(reads=JournalLog, gives=(LogSilence,), gather=gather)
