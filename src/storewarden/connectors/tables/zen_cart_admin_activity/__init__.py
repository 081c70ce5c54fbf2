"""Zen Cart's record of the back office."""
