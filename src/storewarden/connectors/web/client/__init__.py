"""Fetches from one site: in its scope, from a checked address, in bounded time, size and rate."""

from storewarden.connectors.web.client.bound import web_for
from storewarden.connectors.web.client.limits import Limits, World
from storewarden.connectors.web.client.shared import Webs

__all__ = ["Limits", "Webs", "World", "web_for"]
