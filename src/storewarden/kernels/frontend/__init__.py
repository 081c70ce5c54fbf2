"""Which front-end libraries a page brings, and in which version: by address, banner or hash."""

from storewarden.kernels.frontend.published import library
from storewarden.kernels.frontend.recognising import HASH, Seen, recognised, recognised_file
from storewarden.kernels.frontend.shipped import shipped
from storewarden.kernels.frontend.signs import Library

__all__ = ["HASH", "Library", "Seen", "library", "recognised", "recognised_file", "shipped"]
