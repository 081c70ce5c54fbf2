"""Many regular expressions looked for in many texts at once."""

from storewarden.kernels.expressions.patterns import Patterns, scanned
from storewarden.kernels.expressions.together import Together

__all__ = ["Patterns", "Together", "scanned"]
