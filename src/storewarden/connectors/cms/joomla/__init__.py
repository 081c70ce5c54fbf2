"""Joomla: what we know of it."""
