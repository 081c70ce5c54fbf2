"""The components that lock files pin, and what the followed lists say about each."""
