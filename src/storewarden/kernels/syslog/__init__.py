"""Syslog: the two standards, the lines of log files, and what log-ins look like in them."""

from storewarden.kernels.syslog.parsing import Moment, parse

__all__ = ["Moment", "parse"]
