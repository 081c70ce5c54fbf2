"""The one-time link that opens the console."""
