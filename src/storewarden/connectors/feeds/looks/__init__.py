"""Who looked at each followed list last."""
