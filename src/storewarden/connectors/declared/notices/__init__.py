"""Whether notices arrive."""
