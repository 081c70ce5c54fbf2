"""What the package lists of a machine offer."""
