"""The vocabulary of what can be seen: frozen dataclasses, no logic."""
