"""Joomla's log of deeds."""
