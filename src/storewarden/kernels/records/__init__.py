"""Records that come as JSON: log lines, and what collectors send, made into events."""

from storewarden.kernels.records.fields import Mapping
from storewarden.kernels.records.lines import parse
from storewarden.kernels.records.making import events
from storewarden.kernels.records.otlp import OtlpError, records_in

__all__ = ["Mapping", "OtlpError", "events", "parse", "records_in"]
