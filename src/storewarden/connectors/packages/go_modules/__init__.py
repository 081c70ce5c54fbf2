"""Modules of Go programs."""
