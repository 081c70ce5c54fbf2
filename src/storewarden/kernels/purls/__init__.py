"""Package URLs: one name for a piece of software, the same from whoever tells of it."""
