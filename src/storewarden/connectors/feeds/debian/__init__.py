"""What Debian itself says of each of its source packages, release by release."""
