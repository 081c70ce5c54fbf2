"""Payment safeguards that are switched off."""
