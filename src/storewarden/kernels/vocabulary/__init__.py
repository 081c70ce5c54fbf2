"""Numbers for texts that stay the same from batch to batch."""

from storewarden.kernels.vocabulary.together import Spread, alike
from storewarden.kernels.vocabulary.tuples import Tuples
from storewarden.kernels.vocabulary.words import Vocabulary, raw

__all__ = ["Spread", "Tuples", "Vocabulary", "alike", "raw"]
