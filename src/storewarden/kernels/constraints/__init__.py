"""What publishers write of affected versions in Composer's words, as runs of versions."""

from storewarden.kernels.constraints.composer import runs, with_previews

__all__ = ["runs", "with_previews"]
