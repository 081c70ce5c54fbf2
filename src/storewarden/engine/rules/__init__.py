"""Loads detection rules from disk: shipped ones, an operator's own, and his changes to them."""

from storewarden.engine.rules.loading import Loaded, Places, load, validate
from storewarden.engine.rules.reloading import Rulebook
from storewarden.kernels.sigma.rules import Ruleset, Told

__all__ = ["Loaded", "Places", "Rulebook", "Ruleset", "Told", "load", "validate"]
