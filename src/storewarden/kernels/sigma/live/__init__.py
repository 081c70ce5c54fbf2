"""Rules matched on batches as they come: every test once for each distinct value."""
