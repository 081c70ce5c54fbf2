"""Receives log records over HTTP: JSON lines at ``/ingest``, OTLP logs in JSON at ``/v1/logs``.

A sender is known by his token and answered when his records are kept for good; when there is no
room he is told to come back (429), never left in the dark.
"""

from storewarden.connectors.logs.http_ingest.answering import Answer, Asked, Ingest
from storewarden.connectors.logs.http_ingest.serving import serving

__all__ = ["Answer", "Asked", "Ingest", "serving"]
