"""Receives syslog by UDP, TCP and TLS (RFC 5424, 3164, 5426, 6587, 5425).

Messages are framed here and parsed by ``kernels.syslog``. What does not fit is counted as lost
by UDP; by TCP the sender waits.
"""

from storewarden.connectors.logs.syslog.receiving import Doors, receiving

__all__ = ["Doors", "receiving"]
