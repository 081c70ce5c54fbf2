"""What the followed lists say about the software that a site shows."""
