"""The lab: a real content system and a real shop, weak on purpose, on loopback only."""
