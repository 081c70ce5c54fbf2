"""Plays honest shoppers, editors and five kinds of thieves against the running lab."""
