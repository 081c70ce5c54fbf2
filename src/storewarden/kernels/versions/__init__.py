"""Versions: which of two is newer, by the rules of each ecosystem, and which range holds one."""
