"""Storewarden keeps a company's content system and shop safe, every day."""

__version__ = "0.1.0"
