"""Walks a tree once and lets every reader tell what it finds there."""

from storewarden.engine.inventory.taking import take

__all__ = ["take"]
