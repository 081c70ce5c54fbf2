"""The public page of one check."""
