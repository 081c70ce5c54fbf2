"""ENISA's list of weaknesses that are used against the Union: CISA's entries and its own."""
