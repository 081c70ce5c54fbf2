"""OpenCart's record of what customers did."""
