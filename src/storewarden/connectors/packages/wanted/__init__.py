"""Platforms that a project asks for, where nothing more exact is written down."""
