"""What a distribution installed on a machine, and what the followed lists say about it."""
