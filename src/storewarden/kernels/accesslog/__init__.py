"""Access logs, parsed by compiled code: bytes in, a batch of events out."""

from storewarden.kernels.accesslog.layouts import (
    COMBINED,
    COMBINED_MICROSECONDS,
    COMBINED_SECONDS,
    COMMON,
    GUNICORN,
    LAYOUTS,
    VHOST_COMBINED,
    Escapes,
    Layout,
    Took,
)
from storewarden.kernels.accesslog.parsing import LARGEST, parse

__all__ = [
    "COMBINED",
    "COMBINED_MICROSECONDS",
    "COMBINED_SECONDS",
    "COMMON",
    "GUNICORN",
    "LARGEST",
    "LAYOUTS",
    "VHOST_COMBINED",
    "Escapes",
    "Layout",
    "Took",
    "parse",
]
