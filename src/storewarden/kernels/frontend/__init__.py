"""Which front-end libraries a page brings, and in which version: by address, banner or hash."""

from storewarden.kernels.frontend.recognising import Library, Seen, library, recognised

__all__ = ["Library", "Seen", "library", "recognised"]
