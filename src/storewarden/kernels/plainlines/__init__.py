"""Lines of programs that write for people: error logs of servers, PHP, shops and frameworks."""

from storewarden.kernels.plainlines.parsing import parse

__all__ = ["parse"]
