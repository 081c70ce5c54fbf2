"""Java archives, and archives in archives."""
