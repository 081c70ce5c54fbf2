"""Undoes what attackers wrap their words in, so that one pattern sees them all."""
