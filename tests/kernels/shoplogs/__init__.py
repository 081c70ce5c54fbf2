"""Shop logs."""
