"""CISA's catalogue of weaknesses that thieves use now."""
