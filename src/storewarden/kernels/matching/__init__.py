"""Finds attack patterns in many values at once."""

from storewarden.kernels.matching.hits import Hits
from storewarden.kernels.matching.matcher import Matcher
from storewarden.kernels.matching.pattern import Confidence, Pattern, PatternError, patterns_in

__all__ = ["Confidence", "Hits", "Matcher", "Pattern", "PatternError", "patterns_in"]
